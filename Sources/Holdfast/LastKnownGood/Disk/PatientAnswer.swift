internal import Synchronization

/// One answer for one who waits, whichever of the two comes first; a second answer is dropped.
package final class PatientAnswer<Value: Sendable>: Sendable {
    private enum State {
        case open(waiter: CheckedContinuation<Value?, Never>?)
        case answered(Value?)
        case over
    }

    private let state = Mutex(State.open(waiter: nil))

    package init() {}

    package func await(_ waiter: CheckedContinuation<Value?, Never>) {
        let answered: Value?? = state.withLock { state in
            switch state {
            case .open:
                state = .open(waiter: waiter)
                return nil
            case .answered(let value):
                state = .over
                return value
            case .over:
                preconditionFailure("an answer is awaited once")
            }
        }
        if let answered { waiter.resume(returning: answered) }
    }

    package func give(_ value: Value?) {
        let waiter: CheckedContinuation<Value?, Never>? = state.withLock { state in
            switch state {
            case .open(.some(let waiter)):
                state = .over
                return waiter
            case .open(.none):
                state = .answered(value)
                return nil
            case .answered, .over:
                return nil
            }
        }
        waiter?.resume(returning: value)
    }
}
