import Synchronization

/// A value that many may follow: each follower sees the present value first, then the newest, and may skip what it
/// missed.
package final class Latest<Value: Sendable>: Sendable {
    private struct State {
        var value: Value
        var isFinished = false
        var nextFollower = 0
        var followers: [Int: AsyncStream<Value>.Continuation] = [:]
    }

    private let state: Mutex<State>

    package init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    package var value: Value {
        state.withLock { $0.value }
    }

    /// Replaces the value and tells the followers, unless they are not to be disturbed.
    package func set(_ value: Value, tellingFollowers: Bool = true) {
        state.withLock { state in
            guard !state.isFinished else { return }
            state.value = value
            guard tellingFollowers else { return }
            for follower in state.followers.values { follower.yield(value) }
        }
    }

    /// Ends the sequences of all followers, after the present value.
    package func finish() {
        let followers = state.withLock { state in
            state.isFinished = true
            defer { state.followers = [:] }
            return Array(state.followers.values)
        }
        for follower in followers { follower.finish() }
    }

    package func values() -> AsyncStream<Value> {
        let (stream, continuation) = AsyncStream.makeStream(of: Value.self, bufferingPolicy: .bufferingNewest(1))
        let id: Int? = state.withLock { state in
            continuation.yield(state.value)
            guard !state.isFinished else { return nil }
            defer { state.nextFollower += 1 }
            state.followers[state.nextFollower] = continuation
            return state.nextFollower
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.followers.removeValue(forKey: id) }
        }
        return stream
    }
}
