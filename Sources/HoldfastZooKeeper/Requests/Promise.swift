import Synchronization

/// One answer that comes later: resolve, cancel and await may happen in any order, and the waiter is resumed once.
final class Promise<Value: Sendable>: Sendable {
    typealias Outcome = Result<Value, ZooKeeperError>

    private enum State {
        case unresolved
        case awaited(CheckedContinuation<Outcome, Never>)
        case resolved(Outcome)
    }

    private let state = Mutex(State.unresolved)

    /// Gives the answer, and says whether it is the first: later ones are ignored.
    @discardableResult
    func resolve(_ outcome: Outcome) -> Bool {
        let (isFirst, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Outcome, Never>?) in
            switch state {
            case .unresolved:
                state = .resolved(outcome)
                return (true, nil)
            case .awaited(let waiter):
                state = .resolved(outcome)
                return (true, waiter)
            case .resolved:
                return (false, nil)
            }
        }
        waiter?.resume(returning: outcome)
        return isFirst
    }

    /// Waits for the answer. To be called once.
    ///
    /// - Parameter cancellation: thrown at once when the waiting task is cancelled before the answer came.
    func value(orWhenCancelled cancellation: ZooKeeperError) async throws(ZooKeeperError) -> Value {
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let known = state.withLock { state -> Outcome? in
                    switch state {
                    case .unresolved:
                        state = .awaited(waiter)
                        return nil
                    case .awaited:
                        preconditionFailure("a promise was awaited twice")
                    case .resolved(let outcome):
                        return outcome
                    }
                }
                if let known { waiter.resume(returning: known) }
            }
        } onCancel: {
            resolve(.failure(cancellation))
        }
        return try outcome.get()
    }
}
