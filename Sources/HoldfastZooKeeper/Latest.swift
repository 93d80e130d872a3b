import Synchronization

/// A value that many may follow: each follower sees the present value first, then the newest, and may skip what it
/// missed.
package final class Latest<Value: Sendable>: Sendable {
    private struct State {
        var value: Value
        var followers = Followers<Value>()
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
            guard !state.followers.areFinished else { return }
            state.value = value
            if tellingFollowers { state.followers.tell(value) }
        }
    }

    /// Ends the sequences of all followers, after the present value.
    package func finish() {
        for follower in state.withLock({ $0.followers.end() }) { follower.finish() }
    }

    package func values() -> AsyncStream<Value> {
        let (stream, continuation) = AsyncStream.makeStream(of: Value.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            continuation.yield(state.value)
            return state.followers.add(continuation)
        }
        guard let id else { return stream }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.followers.remove(id) }
        }
        return stream
    }
}
