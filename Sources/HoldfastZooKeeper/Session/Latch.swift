import Synchronization

/// Something that happens once, and that callers wait for whatever becomes of their task.
final class Latch: Sendable {
    private struct State {
        var isOpen = false
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until it is open, or that time has passed. Cancellation does not end the wait.
    func wait(atMost limit: Duration) async {
        await withCheckedContinuation { continuation in
            let id = state.withLock { state -> Int? in
                guard !state.isOpen else { return nil }
                defer { state.nextWaiter += 1 }
                state.waiters[state.nextWaiter] = continuation
                return state.nextWaiter
            }
            guard let id else {
                continuation.resume()
                return
            }
            BlockingQueue.after(limit) { [weak self] in
                let waiter = self?.state.withLock { $0.waiters.removeValue(forKey: id) }
                waiter?.resume()
            }
        }
    }
}
