internal import Synchronization

/// A task that sleeps on the clock of a simulation: it is woken once, by the clock or by its cancellation.
final class Sleeper: Sendable {
    private enum State {
        case new
        case asleep(CheckedContinuation<Void, any Error>)
        case awake
    }

    private let state = Mutex(State.new)

    /// - Returns: whether the task sleeps now; one that was cancelled already does not.
    func begin(_ continuation: CheckedContinuation<Void, any Error>) -> Bool {
        let sleeps = state.withLock { state in
            guard case .new = state else { return false }
            state = .asleep(continuation)
            return true
        }
        if !sleeps { continuation.resume(throwing: CancellationError()) }
        return sleeps
    }

    /// Wakes it because its time has come; nothing happens where it is awake.
    func wake() {
        take()?.resume()
    }

    /// - Returns: whether it was asleep.
    func cancel() -> Bool {
        guard let continuation = take() else { return false }
        continuation.resume(throwing: CancellationError())
        return true
    }

    var isAsleep: Bool {
        state.withLock { if case .asleep = $0 { true } else { false } }
    }

    private func take() -> CheckedContinuation<Void, any Error>? {
        state.withLock { state in
            defer { state = .awake }
            guard case .asleep(let continuation) = state else { return nil }
            return continuation
        }
    }
}
