internal import Holdfast
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The disk of the machine on which the workers of a simulation run: ``Simulation/disk``.
///
/// A worker with a state folder keeps its last known good there, and the next worker of that folder finds it. Have the power fail,
/// or the process die, while a worker runs, and end that worker: the next one begins with what is left.
///
/// ```swift
/// try await simulation.run(worker) {
///     // …
///     simulation.disk.losePower()
/// }
/// try await simulation.run(next) { … }
/// ```
///
/// What the disk is asked for takes up to some milliseconds, drawn from the seed.
public final class SimulatedDisk: Sendable {
    private struct State {
        /// Those who use the disk belong to one life of the machine; what they ask for in another is not done.
        var life = 0
        var isHung = false
        var isFull = false
        /// What was asked for and is not done, in order.
        var works: [Work] = []
        var lastWork = 0
        /// When the last of it will be done.
        var busyUntil: Int64 = 0
        var random: SimulationRandom

        mutating func takeWorks(where isTaken: (Work) -> Bool) -> [Work] {
            defer { works.removeAll(where: isTaken) }
            return works.filter(isTaken)
        }
    }

    private struct Work {
        var number: Int
        var run: @Sendable () -> Void
        /// Its time has come while the disk hung.
        var isDue = false
    }

    /// How long the disk takes for what a worker asks for at once, such as keeping one value.
    private static let latency: ClosedRange<Duration> = .microseconds(100) ... .milliseconds(30)
    /// Keeping a short value takes some 10 steps; the power may fail before each of them, or after all.
    private static let stepsUntilCut = 0...16

    private let executor: SimulationExecutor
    private let model: DiskModel
    private let state: Mutex<State>

    init(seed: UInt64, executor: SimulationExecutor) {
        self.executor = executor
        var random = SimulationRandom(seed: seed, label: "the disk")
        model = DiskModel(seed: random.next())
        state = Mutex(State(random: random))
    }

    // MARK: Faults

    /// The power of the machine fails, and is back at once.
    ///
    /// What was written and not made durable is lost, torn, or there without what was written before it: the seed decides. A
    /// write that is under way ends at any of its steps. The workers that run write nothing more: end them.
    public func losePower() {
        crash { model, random in model.losePower(seed: random.next()) }
    }

    /// The processes that use the disk are killed.
    ///
    /// What they wrote is there. A write that is under way ends at any of its steps. The workers that run write nothing more: end
    /// them.
    public func killProcesses() {
        crash { model, _ in model.kill() }
    }

    /// Whether there is room for nothing more. What stands there can still be read. A worker runs on, and reports it.
    public var isFull: Bool {
        get { state.withLock(\.isFull) }
        set {
            state.withLock { $0.isFull = newValue }
            model.setFault { newValue && ["written", "made a folder"].contains($0.call) ? ENOSPC : nil }
        }
    }

    /// Whether the disk does not answer. What it was asked for meanwhile is done when it does again, though nobody may wait for
    /// it any more.
    public var isHung: Bool {
        get { state.withLock(\.isHung) }
        set {
            let due = state.withLock { state -> [Work] in
                state.isHung = newValue
                return newValue ? [] : state.takeWorks(where: \.isDue)
            }
            for work in due { work.run() }
        }
    }

    private func crash(_ end: (DiskModel, inout SimulationRandom) -> Void) {
        var (works, random) = state.withLock { state in
            state.busyUntil = 0
            return (state.takeWorks { _ in true }, SimulationRandom(seed: state.random.next(), label: "a crash"))
        }
        if !works.isEmpty {
            // The first of them is under way; the others find that nothing is done any more.
            let underWay = works.removeFirst()
            model.cut(before: model.steps + Int.random(in: Self.stepsUntilCut, using: &random))
            underWay.run()
            model.cut(before: model.steps)
            for work in works { work.run() }
        }
        end(model, &random)
        state.withLock { $0.life += 1 }
    }

    // MARK: Who uses it

    /// The disk as it is used by what begins now.
    func mount() -> Mount { Mount(disk: self, life: state.withLock(\.life)) }

    /// The files, for who belongs to the present life of the machine.
    func files(in life: Int) -> DiskModel? {
        state.withLock { $0.life } == life ? model : nil
    }

    /// Does work after those that were asked for before, in its time.
    func perform<Value: Sendable>(
        within limit: Duration, patience: Duration, _ work: @escaping @Sendable () -> Value
    ) async -> Value? {
        let answer = PatientAnswer<Value>()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                answer.await(waiter)
                giveUp(answer, after: limit)
                begin { answer.give(work()) }
            }
        } onCancel: {
            giveUp(answer, after: patience)
        }
    }

    private func giveUp(_ answer: PatientAnswer<some Sendable>, after time: Duration) {
        executor.schedule(at: executor.now + time.wholeNanoseconds) { answer.give(nil) }
    }

    private func begin(_ run: @escaping @Sendable () -> Void) {
        let now = executor.now
        let (number, moment) = state.withLock { state in
            state.lastWork += 1
            state.works.append(Work(number: state.lastWork, run: run))
            state.busyUntil = max(state.busyUntil, now) + state.random.duration(in: Self.latency).wholeNanoseconds
            return (state.lastWork, state.busyUntil)
        }
        executor.schedule(at: moment) { self.isDue(number) }
    }

    private func isDue(_ number: Int) {
        let work = state.withLock { state -> Work? in
            guard let index = state.works.firstIndex(where: { $0.number == number }) else { return nil }
            guard state.isHung else { return state.works.remove(at: index) }
            state.works[index].isDue = true
            return nil
        }
        work?.run()
    }
}
