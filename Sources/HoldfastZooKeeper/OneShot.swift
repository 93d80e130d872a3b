import Synchronization

/// A value that is set once and may be awaited by many, before and after; cancelling one who waits does not disturb the
/// others.
package final class OneShot<Value: Sendable>: Sendable {
    private enum State {
        case open(waiters: [Int: CheckedContinuation<Value?, Never>], nextWaiter: Int)
        case set(Value)
    }

    private let state = Mutex(State.open(waiters: [:], nextWaiter: 0))

    package init() {}

    /// Sets the value, unless it is set already.
    ///
    /// - Returns: whether this call set it.
    @discardableResult
    package func set(_ value: Value) -> Bool {
        let waiters: [CheckedContinuation<Value?, Never>]? = state.withLock { state in
            guard case .open(let waiters, _) = state else { return nil }
            state = .set(value)
            // A key path in generic code is made anew at each call, which costs more than all the rest of it.
            return waiters.sorted { $0.key < $1.key }.map { $0.value }
        }
        guard let waiters else { return false }
        for waiter in waiters { waiter.resume(returning: value) }
        return true
    }

    /// Whether the value is set.
    package var isSet: Bool {
        state.withLock { state in
            if case .set = state { true } else { false }
        }
    }

    /// Waits for the value; nil when the waiting task is cancelled before it is set.
    package func value() async -> Value? {
        let id = state.withLock { state -> Int in
            guard case .open(let waiters, let id) = state else { return 0 }
            state = .open(waiters: waiters, nextWaiter: id + 1)
            return id
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                if let answer = enter(waiter, as: id) { waiter.resume(returning: answer.value) }
            }
        } onCancel: {
            leave(id)?.resume(returning: nil)
        }
    }

    private struct Answer {
        var value: Value?
    }

    /// Registers one who waits, or says what there is to answer at once.
    private func enter(_ waiter: CheckedContinuation<Value?, Never>, as id: Int) -> Answer? {
        state.withLock { state in
            switch state {
            case .set(let value):
                return Answer(value: value)
            case .open(var waiters, let nextWaiter):
                // The handler of a task that is cancelled already has run before this: nobody would come for the
                // waiter.
                guard !Task.isCancelled else { return Answer(value: nil) }
                waiters[id] = waiter
                state = .open(waiters: waiters, nextWaiter: nextWaiter)
                return nil
            }
        }
    }

    private func leave(_ id: Int) -> CheckedContinuation<Value?, Never>? {
        state.withLock { state in
            guard case .open(var waiters, let nextWaiter) = state else { return nil }
            defer { state = .open(waiters: waiters, nextWaiter: nextWaiter) }
            return waiters.removeValue(forKey: id)
        }
    }
}
