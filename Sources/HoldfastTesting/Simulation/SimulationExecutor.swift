internal import Dispatch
internal import Synchronization

/// Runs the jobs of a simulation, one after another, on the thread that drives it.
final class SimulationExecutor: TaskExecutor {
    private struct State {
        var agenda: Agenda
        /// The thread that drives; nil before one does.
        var thread: ThreadID?
        var checks: [@Sendable () throws -> Void] = []
        var expectations: [Expectation] = []
        /// What came from another thread, in words.
        var escapes: [String] = []
        var isOver = false

        /// Notes what came from another thread than the one that drives.
        ///
        /// - Returns: whether it did.
        mutating func noteForeign(_ what: String) -> Bool {
            guard let thread, thread != ThreadID.current else { return false }
            escapes.append(what)
            return true
        }
    }

    private let state: Mutex<State>
    private let foreignJobs = DispatchSemaphore(value: 0)

    init(seed: UInt64, limits: Simulation.Limits) {
        state = Mutex(State(agenda: Agenda(seed: seed, limits: limits)))
    }

    /// The calling thread drives from now on.
    func beginDriving() {
        state.withLock { $0.thread = ThreadID.current }
    }

    var now: Int64 { state.withLock { $0.agenda.now } }
    var steps: Int { state.withLock { $0.agenda.steps } }
    var stepsAtThisMoment: Int { state.withLock { $0.agenda.stepsAtThisMoment } }
    var fingerprint: UInt64 { state.withLock { $0.agenda.fingerprint } }
    var sleepDeadlines: [Int64] { state.withLock { $0.agenda.sleepDeadlines } }
    /// What came from another thread; empty when nothing did.
    var escapes: [String] { state.withLock { $0.escapes } }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isForeign = state.withLock { state in
            // A job of a simulation that was given up stays where it is: there is nobody to run it.
            guard !state.isOver else { return false }
            state.agenda.enqueue(job)
            return state.noteForeign("a task was woken from another thread")
        }
        if isForeign { foreignJobs.signal() }
    }

    func schedule(at time: Int64, sleeper: Sleeper) {
        schedule(at: time, .wake(sleeper), what: "a task slept on the simulation's clock from another thread")
    }

    func schedule(at time: Int64, _ action: @escaping @Sendable () -> Void) {
        schedule(at: time, .action(action), what: "an event was scheduled from another thread")
    }

    private func schedule(at time: Int64, _ kind: EventHeap.Kind, what: String) {
        let isForeign = state.withLock { state in
            // What is dropped after the end of a simulation may still ask for something.
            guard !state.isOver else { return false }
            state.agenda.schedule(at: time, kind)
            return state.noteForeign(what)
        }
        if isForeign { foreignJobs.signal() }
    }

    func sleeperLeft() {
        state.withLock { $0.agenda.sleeperLeft() }
    }

    func check(_ check: @escaping @Sendable () throws -> Void) {
        state.withLock { $0.checks.append(check) }
    }

    func expect(_ expectation: Expectation) {
        state.withLock { $0.expectations.append(expectation) }
    }

    /// How far a simulation has come.
    struct Progress {
        var steps: Int
        var stepsAtThisMoment: Int
        var hasEscaped: Bool
    }

    /// Takes one step, checks what is to be checked after each, and wakes who waited for what is so now.
    ///
    /// - Returns: nil when there was none to take.
    func step(movingTime: Bool = true) throws -> Progress? {
        let (next, checks, expectations, progress) = state.withLock { state in
            let next = state.agenda.next(movingTime: movingTime)
            let progress = Progress(
                steps: state.agenda.steps, stepsAtThisMoment: state.agenda.stepsAtThisMoment,
                hasEscaped: !state.escapes.isEmpty)
            return (next, state.checks, state.expectations, progress)
        }
        guard let next else { return nil }
        switch next {
        case .job(let job): job.runSynchronously(on: asUnownedTaskExecutor())
        case .event(.wake(let sleeper)): sleeper.wake()
        case .event(.action(let action)): action()
        }
        for check in checks { try check() }
        if !expectations.isEmpty { meet(expectations) }
        return progress
    }

    private func meet(_ expectations: [Expectation]) {
        guard expectations.count(where: { $0.meet() }) > 0 else { return }
        state.withLock { $0.expectations.removeAll(where: \.isOver) }
    }

    /// Waits, in real time, for what comes from outside of the simulation: long enough for a busy machine, since only what is about
    /// to be reported as a fault waits here.
    ///
    /// - Returns: whether something came: nothing could run since something ran elsewhere.
    func waitForForeignJob() -> Bool {
        foreignJobs.wait(timeout: .now() + .seconds(2)) == .success
    }

    /// No job is taken any more, and what was still to happen is dropped: it holds on to whoever scheduled it.
    func end() {
        let ended = state.withLock { state in
            defer {
                state.agenda.clear()
                state.isOver = true
                state.checks = []
                state.expectations = []
            }
            return state
        }
        _ = consume ended
    }
}
