import Synchronization

/// A clock on which every wait is over at once, and remembered.
final class InstantClock: Clock {
    typealias Instant = ContinuousClock.Instant

    private let state: Mutex<(now: Instant, waits: [Duration])> = Mutex((ContinuousClock().now, []))

    var now: Instant { state.withLock(\.now) }
    var minimumResolution: Duration { .zero }
    var waits: [Duration] { state.withLock(\.waits) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.waits.append(state.now.duration(to: deadline))
            state.now = deadline
        }
        await Task.yield()
    }
}
