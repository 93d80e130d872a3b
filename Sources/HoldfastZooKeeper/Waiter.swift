import Synchronization

/// One who waits, once, until somebody wakes it or its task is cancelled.
///
/// It is not told which of the two it was: whoever wakes it leaves word elsewhere.
final class Waiter: Sendable {
    private enum State {
        case awake
        /// Whoever takes the continuation out of here resumes it: nobody else can.
        case asleep(UnsafeContinuation<Void, Never>)
        case woken
    }

    private let state = Mutex(State.awake)

    /// Returns when it was woken, at once where that was before.
    ///
    /// Inlined: it waits in the task of each Thing, and a frame of its own would be memory of each.
    @inline(__always)
    func sleep() async {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { fallAsleep($0) }
        } onCancel: {
            wake()
        }
    }

    func wake() {
        let continuation = state.withLock { state -> UnsafeContinuation<Void, Never>? in
            defer { state = .woken }
            if case .asleep(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume()
    }

    private func fallAsleep(_ continuation: UnsafeContinuation<Void, Never>) {
        let isWoken = state.withLock { state in
            if case .woken = state { return true }
            state = .asleep(continuation)
            return false
        }
        if isWoken { continuation.resume() }
    }
}
