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
    /// Held while an event is handed out, so that all hear of events in one order.
    ///
    /// Not the lock of the state: to hand out resumes a task, which waits for what is just cancelling it, and a task that is cancelled
    /// while it listens takes itself from the state.
    private let order = Mutex(())

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
        order.withLock { _ in
            for listener in state.withLock({ $0.inOrder }) { listener.yield(event) }
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
