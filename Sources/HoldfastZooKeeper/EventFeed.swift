import Synchronization

/// Hands every event to everybody who listens, in order, none skipped.
package final class EventFeed<Event: Sendable>: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<Event>.Continuation] = [:]
        var lastListener = 0
        var isFinished = false

        /// In a fixed order, so that a simulation replays.
        var inOrder: [AsyncStream<Event>.Continuation] {
            listeners.sorted { $0.key < $1.key }.map { $0.value }
        }
    }

    private let state = Mutex(State())

    package init() {}

    /// The events from now on.
    package func listen() -> AsyncStream<Event> {
        let (stream, listener) = AsyncStream.makeStream(of: Event.self)
        let id = state.withLock { state -> Int? in
            guard !state.isFinished else { return nil }
            state.lastListener += 1
            state.listeners[state.lastListener] = listener
            return state.lastListener
        }
        guard let id else {
            listener.finish()
            return stream
        }
        listener.onTermination = { [weak self] _ in
            self?.state.withLock { $0.listeners[id] = nil }
        }
        return stream
    }

    package func send(_ event: Event) {
        // Under the lock, so that all hear of events in one order.
        state.withLock { state in
            for listener in state.inOrder { listener.yield(event) }
        }
    }

    package func finish() {
        // What is finished calls back to be forgotten: not under the lock.
        let listeners = state.withLock { state in
            state.isFinished = true
            defer { state.listeners = [:] }
            return state.inOrder
        }
        for listener in listeners { listener.finish() }
    }
}
