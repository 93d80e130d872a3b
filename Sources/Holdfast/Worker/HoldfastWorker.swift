public import HoldfastCore
public import HoldfastZooKeeper
public import Logging
public import ServiceLifecycle
internal import Synchronization

/// Runs one closure for every Thing on a list in ZooKeeper, and stops it only on proof that the Thing was taken off.
///
/// Whatever else the ensemble does is *unknown* (it loses its leader, hangs, expires the session, answers empty, loses its
/// disks, comes back in the past), and unknown freezes what runs: see ``posture``.
///
/// **Holding means that a Thing may run twice** while a partition lasts, if whoever writes the list has given it to another
/// worker meanwhile. ``Thing/fence`` grows each time a Thing is assigned anew: a sink can refuse the older one.
///
/// A worker is a `Service`: run it in a `ServiceGroup`, after the client that it uses. On graceful shutdown, and when its task
/// is cancelled, it cancels its Things, waits for them, and returns.
public final class HoldfastWorker: Service, Sendable {
    package let client: any ZooKeeper
    let list: ZNodePath
    let configuration: Configuration
    let logger: Logger
    let runThing: @Sendable (Thing) async throws -> Void

    let latestPosture: Latest<Posture>
    let feed = EventFeed<WorkerEvent>()
    let triggers: AsyncStream<Trigger>
    let triggering: AsyncStream<Trigger>.Continuation
    private let hasRun = Atomic(false)
    private let time = Mutex<(@Sendable () -> Moment)?>(nil)

    /// A worker for one list.
    ///
    /// - Parameters:
    ///   - client: what talks to the ensemble; it is run beside the worker.
    ///   - list: the node whose children are the Things. The worker never creates it.
    ///   - configuration: how it reads and how long it waits.
    ///   - logger: a hold's begin is logged as a warning and its end as a notice, everything else below.
    ///   - runThing: runs one Thing until it is cancelled. One that throws or returns begins again after a delay; it never runs
    ///     twice at once for one Thing.
    public init(
        client: any ZooKeeper,
        list: ZNodePath,
        configuration: Configuration = Configuration(),
        logger: Logger,
        runThing: @escaping @Sendable (Thing) async throws -> Void
    ) {
        self.client = client
        self.list = list
        self.configuration = configuration.checked
        self.runThing = runThing
        var logger = logger
        logger[metadataKey: LogKey.list] = "\(list)"
        self.logger = logger
        latestPosture = Latest(AssignmentCore().posture)
        (triggers, triggering) = AsyncStream.makeStream(of: Trigger.self)
    }

    /// Whether the worker follows its list or holds what runs, and why.
    public var posture: Posture { latestPosture.value }

    /// The time on the clock of the posture, so that the age of a hold and of a proof can be told; nil before ``run()``.
    public var now: Moment? { time.withLock(\.self)?() }

    /// Whether ``run()`` was called.
    var isRunning: Bool { hasRun.load(ordering: .relaxed) }

    /// The posture as it changes: the present one first, then the newest; it ends with the worker.
    public var postures: NewestValues<Posture> { NewestValues(latestPosture) }

    /// Every event from now on, in order. Ask before ``run()`` to miss none.
    public func events() -> WorkerEvents { WorkerEvents(stream: feed.listen()) }

    /// Follows the list until graceful shutdown or cancellation, and returns when all Things have ended.
    ///
    /// - Throws: ``RanBefore`` when it is called a second time: a worker runs once. ``LastKnownGoodError`` when the state folder is
    ///   in use, holds another worker's memory, or cannot be made.
    public func run() async throws {
        try await run(on: ContinuousClock(), random: SystemRandomNumberGenerator())
    }

    /// Follows the list by any clocks, any random numbers and any disk.
    package func run<C: Clock>(
        on clock: C, random: some RandomNumberGenerator & Sendable,
        wallClock: @escaping @Sendable () -> Int64 = WallClock.milliseconds,
        fileSystem: any FileSystem = DiskFileSystem()
    ) async throws where C.Duration == Duration {
        guard !hasRun.exchange(true, ordering: .relaxed) else { throw RanBefore() }
        let memory: WorkerMemory?
        do {
            memory = try await openMemory(in: fileSystem, wallClock)
        } catch {
            await end()
            throw error
        }
        let begun = clock.now
        time.withLock { $0 = { Moment(elapsed: begun.duration(to: clock.now)) } }
        var loop = WorkerLoop(
            worker: self, clock: clock, origin: begun, wallClock: wallClock, random: random, memory: memory)
        await withTaskCancellationOrGracefulShutdownHandler {
            await WorkerTasks.with { tasks in
                loop.begin(in: &tasks)
                for await trigger in triggers {
                    guard loop.handle(trigger, in: &tasks) else { break }
                }
                tasks.cancelAll()
            }
        } onCancelOrGracefulShutdown: {
            self.triggering.yield(.shutdown)
        }
        // A trigger that was being handled when all was cancelled may have left something to keep.
        await memory?.keeper.flush()
        await end { loop.toldAtTheEnd($0) }
    }

    private func openMemory(
        in fileSystem: any FileSystem, _ wallClock: @escaping @Sendable () -> Int64
    ) async throws -> WorkerMemory? {
        guard let folder = configuration.stateFolder else { return nil }
        return try await .open(folder, list: list, in: fileSystem, wallClock: wallClock, logger: logger)
    }

    /// Answers whoever still asks, tells what Things still say, and ends what others follow.
    private func end(hearing hear: (ThingReport) -> Void = { _ in }) async {
        triggering.finish()
        for await trigger in triggers {
            switch trigger {
            case .told(_, let answer): answer.set(.tooLate)
            case .thing(let report): hear(report)
            default: break
            }
        }
        latestPosture.set(Posture(state: .holding([.closed]), since: posture.since, assigned: posture.assigned))
        latestPosture.finish()
        feed.finish()
    }
}

extension HoldfastWorker {
    /// A worker was run a second time.
    public struct RanBefore: Error, CustomStringConvertible {
        public var description: String { "a HoldfastWorker runs once; make a new one for another run" }
    }
}
