/// Those who follow something, each by a stream of its own: the bookkeeping that ``Latest`` and the feeds of events share.
///
/// A value: its owner keeps it under a lock, and removes a follower whose stream has ended.
package struct Followers<Element: Sendable>: Sendable {
    private var continuations: [Int: AsyncStream<Element>.Continuation] = [:]
    private var lastID = 0
    package private(set) var areFinished = false

    package init() {}

    /// Adds a follower; nil, and its stream ended, when there is nothing to follow any more.
    package mutating func add(_ continuation: AsyncStream<Element>.Continuation) -> Int? {
        guard !areFinished else {
            continuation.finish()
            return nil
        }
        lastID += 1
        continuations[lastID] = continuation
        return lastID
    }

    package mutating func remove(_ id: Int) {
        continuations[id] = nil
    }

    package func tell(_ element: Element) {
        // In a fixed order, so that a simulation replays.
        for (_, continuation) in continuations.sorted(by: { $0.key < $1.key }) { continuation.yield(element) }
    }

    /// Ends for good.
    ///
    /// - Returns: the streams to finish, outside of the owner's lock: their ends call back for ``remove(_:)``.
    package mutating func end() -> [AsyncStream<Element>.Continuation] {
        areFinished = true
        defer { continuations = [:] }
        return continuations.sorted { $0.key < $1.key }.map(\.value)
    }
}
