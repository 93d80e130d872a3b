import Synchronization

/// A value that is set once and can be awaited by many.
///
/// Waiting does not react to cancellation: whoever owns a `OneShot` sets it in every case, and soon. That is what lets
/// the end of a server be awaited even while everything around it is being cancelled.
final class OneShot<Value: Sendable>: Sendable {
    private enum State {
        case waiting([CheckedContinuation<Value, Never>])
        case set(Value)
    }

    private let state = Mutex(State.waiting([]))

    /// The value, or `nil` while it is not set.
    var current: Value? {
        self.state.withLock { state in
            switch state {
            case .waiting: nil
            case .set(let value): value
            }
        }
    }

    /// The value; suspends until it is set.
    var value: Value {
        get async {
            await withCheckedContinuation { continuation in
                let present: Value? = self.state.withLock { state in
                    switch state {
                    case .waiting(let waiters):
                        state = .waiting(waiters + [continuation])
                        return nil
                    case .set(let value):
                        return value
                    }
                }
                if let present { continuation.resume(returning: present) }
            }
        }
    }

    /// Sets the value and resumes everybody who waits. The first value stays; later ones are ignored.
    func set(_ value: Value) {
        let waiters: [CheckedContinuation<Value, Never>] = self.state.withLock { state in
            switch state {
            case .waiting(let waiters):
                state = .set(value)
                return waiters
            case .set:
                return []
            }
        }
        for waiter in waiters { waiter.resume(returning: value) }
    }
}
