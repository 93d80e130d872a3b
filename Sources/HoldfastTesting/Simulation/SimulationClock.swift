/// The clock of a simulation: it stands while anything can run, and jumps to the next deadline when nothing can.
///
/// It begins at 0. Sleeping on it takes no real time.
public struct SimulationClock: Clock {
    /// A moment in the time of a simulation.
    public struct Instant: InstantProtocol {
        /// The time since the simulation began.
        public var elapsed: Duration

        /// The moment at which that time has passed since the simulation began.
        public init(elapsed: Duration) {
            self.elapsed = elapsed
        }

        public func advanced(by duration: Duration) -> Instant { Instant(elapsed: elapsed + duration) }

        public func duration(to other: Instant) -> Duration { other.elapsed - elapsed }

        public static func < (left: Instant, right: Instant) -> Bool { left.elapsed < right.elapsed }
    }

    let executor: SimulationExecutor

    public var now: Instant { Instant(elapsed: .nanoseconds(executor.now)) }

    public var minimumResolution: Duration { .nanoseconds(1) }

    /// Suspends until the moment has come.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before.
    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        try await sleep(until: deadline, by: Sleeper())
    }

    /// Suspends until the moment has come or the sleeper is woken before.
    func sleep(until deadline: Instant, by sleeper: Sleeper) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard sleeper.begin(continuation) else { return }
                executor.schedule(at: deadline.elapsed.wholeNanoseconds, sleeper: sleeper)
            }
        } onCancel: {
            if sleeper.cancel() { executor.sleeperLeft() }
        }
    }
}
