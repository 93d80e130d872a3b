import Synchronization

/// Hands every event to everybody who listens, in order, none skipped.
package final class EventFeed<Event: Sendable>: Sendable {
    private let listeners = Mutex(Followers<Event>())

    package init() {}

    /// The events from now on.
    package func listen() -> AsyncStream<Event> {
        let (stream, continuation) = AsyncStream.makeStream(of: Event.self)
        guard let id = listeners.withLock({ $0.add(continuation) }) else { return stream }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { $0.remove(id) }
        }
        return stream
    }

    package func send(_ event: Event) {
        listeners.withLock { $0.tell(event) }
    }

    package func finish() {
        for listener in listeners.withLock({ $0.end() }) { listener.finish() }
    }
}
