import Synchronization

/// A bounded number of permits, handed out in the order in which they were asked for.
///
/// They cap what one handle has in flight. The C library writes one byte to a pipe for each call, and closes the
/// connection from the caller's thread once 65,536 of them were not read.
package final class Permits: Sendable {
    private struct State {
        var free: Int
        var waiters: [Int: Promise<Void>] = [:]
        var firstWaiter = 0
        var nextWaiter = 0
        var closing: ZooKeeperError?
    }

    private let state: Mutex<State>

    package init(_ count: Int) {
        precondition(count > 0, "at least one request must be allowed in flight, not \(count)")
        state = Mutex(State(free: count))
    }

    /// The number of callers that wait.
    var waiting: Int { state.withLock { $0.waiters.count } }

    /// Waits for a permit; the caller must ``release()`` it.
    ///
    /// - Throws: ``ZooKeeperError/Code/cancelled``, or the error given to ``close(_:)``.
    package func acquire() async throws(ZooKeeperError) {
        enum Entry {
            case granted
            case refused(ZooKeeperError)
            case waits(Int, Promise<Void>)
        }
        let entry = state.withLock { state -> Entry in
            if let error = state.closing { return .refused(error) }
            if state.free > 0 {
                state.free -= 1
                return .granted
            }
            let promise = Promise<Void>()
            let id = state.nextWaiter
            state.nextWaiter += 1
            state.waiters[id] = promise
            return .waits(id, promise)
        }
        switch entry {
        case .granted: return
        case .refused(let error): throw error
        case .waits(let id, let promise):
            do {
                try await promise.value(orWhenCancelled: .cancelledBeforeSending)
            } catch {
                _ = state.withLock { $0.waiters.removeValue(forKey: id) }
                throw error
            }
        }
    }

    /// Hands the permit to the caller that waited longest, or keeps it.
    package func release() {
        while let waiter = takeNextWaiter() {
            // A waiter that was cancelled meanwhile does not take the permit: it goes to the next.
            if waiter.resolve(.success(())) { return }
        }
    }

    /// Refuses all who wait and all who come.
    package func close(_ error: ZooKeeperError) {
        let waiters = state.withLock { state in
            state.closing = error
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resolve(.failure(error)) }
    }

    private func takeNextWaiter() -> Promise<Void>? {
        state.withLock { state in
            while state.firstWaiter < state.nextWaiter {
                defer { state.firstWaiter += 1 }
                if let waiter = state.waiters.removeValue(forKey: state.firstWaiter) { return waiter }
            }
            state.free += 1
            return nil
        }
    }
}
