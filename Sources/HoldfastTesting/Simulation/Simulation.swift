internal import Synchronization

/// A world of its own for asynchronous code: one thread, a clock that jumps, and a seed that decides what runs next.
///
/// ```swift
/// try await Simulation.run(seed: 7) { simulation in
///     try await simulation.clock.sleep(for: .seconds(3600))   // takes no time
/// }
/// ```
///
/// Tasks, actors, task groups and streams inside run unchanged, and come out the same whenever the seed is the same. What the
/// code inside must not do is leave: begin unstructured or detached tasks, use the main actor, block, or read
/// another clock. What leaves and comes back is found out (``SimulationFailure/Kind/escaped``).
///
/// Computing takes no time here: all that is ready runs before the clock moves. A process that is starved or stopped is
/// ``Limits/stallChance``.
public final class Simulation: Sendable {
    /// Decides which of the jobs that are ready runs next, and what ``random(_:)`` draws.
    public let seed: UInt64
    /// The disk on which workers keep their state folders. It outlives them.
    public let disk: SimulatedDisk

    let executor: SimulationExecutor
    let limits: Limits
    /// The task of the body.
    let task = Mutex<Task<Void, Never>?>(nil)
    /// Whether who runs the simulation was cancelled.
    let isCancelled = Atomic(false)
    /// How many workers were run.
    let workers = Atomic(0)
    /// How many publishers were made.
    let publishers = Atomic(0)
    let notes: Timeline

    init(seed: UInt64, limits: Limits, keepsTimeline: Bool = true) {
        self.seed = seed
        self.limits = limits
        executor = SimulationExecutor(seed: seed, limits: limits)
        disk = SimulatedDisk(seed: seed, executor: executor)
        notes = Timeline(isKept: keepsTimeline)
    }

    /// The clock of this simulation.
    public var clock: SimulationClock { SimulationClock(executor: executor) }

    /// What the clock shows.
    public var now: SimulationClock.Instant { clock.now }

    /// How many steps were taken: jobs that ran and events that were fired.
    public var steps: Int { executor.steps }

    /// The same for two runs that took the same steps.
    public var fingerprint: UInt64 { executor.fingerprint }

    /// Does something when that much time has passed, on the simulation's thread; nothing waits for it.
    ///
    /// Actions of the same moment are done in the order in which they were scheduled. When jobs are ready at that moment the
    /// seed decides whether a job or the next action comes first. An action must not block; it may wake tasks and schedule more.
    public func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) {
        schedule(at: now.advanced(by: delay), action)
    }

    /// Does something at that moment, or now where it has passed: see ``schedule(after:_:)``.
    public func schedule(at moment: SimulationClock.Instant, _ action: @escaping @Sendable () -> Void) {
        executor.schedule(at: moment.elapsed.wholeNanoseconds, action)
    }

    /// Random numbers of a purpose: the same for the same seed and label, whatever else is drawn. Each call begins them anew.
    public func random(_ label: String) -> SimulationRandom {
        SimulationRandom(seed: seed, label: label)
    }

    /// Notes what happened on the timeline, with the present time.
    public func note(_ text: @autoclosure () -> String) {
        if notes.isKept { notes.note(text(), at: now.elapsed) }
    }

    /// What was noted, line by line.
    public var timeline: String { notes.text }

    /// Checks something after every step from now on; the first error ends the simulation.
    public func checkAfterEachStep(_ check: @escaping @Sendable () throws -> Void) {
        executor.check(check)
    }
}

extension Simulation {
    /// When a simulation is given up, and how fast it computes.
    public struct Limits: Sendable {
        /// How many steps may be taken while time stands still.
        public var stepsAtOneMoment = 200_000
        /// How many steps may be taken in all.
        public var steps = 50_000_000
        /// How likely it is, each time that something is ready to run, that the process stalls first, as one that is starved of
        /// the processor or stopped: nothing runs for ``stallLength``, and time, the servers and the sessions of clients go on. So
        /// a deadline overtakes what waits to be handled. 0, the default: computing takes no time. A small one, such as 0.001,
        /// stalls a few times in a history.
        public var stallChance = 0.0
        /// How long the process stalls, drawn from the seed.
        public var stallLength: ClosedRange<Duration> = .milliseconds(1) ... .seconds(2)

        /// The defaults.
        public init() {}
    }
}
