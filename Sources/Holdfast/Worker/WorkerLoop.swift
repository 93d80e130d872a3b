internal import HoldfastCore
internal import HoldfastZooKeeper
internal import Logging

/// The shell around the core: takes one trigger after the other, tells the core, and carries out what it directs.
///
/// It decides nothing about belief. All its work runs as children of its task: readings, timers, Things.
struct WorkerLoop<C: Clock, R: RandomNumberGenerator & Sendable> where C.Duration == Duration {
    let worker: HoldfastWorker
    let clock: C
    let origin: C.Instant
    /// The time of day, in milliseconds since 1970.
    let wallClock: @Sendable () -> Int64
    let triggering: AsyncStream<Trigger>.Continuation
    let metrics: WorkerMetrics
    let memory: WorkerMemory?

    var random: R
    var core: AssignmentCore
    var things: ThingTable
    var stopLimits = StopLimits()
    var follower: ListFollower
    var connection: Int?
    var alarm: Moment?
    /// The newest proof that the memory knows of.
    var newestProof: Moment?
    private var metricsDue = Moment.zero

    init(
        worker: HoldfastWorker, clock: C, origin: C.Instant, wallClock: @escaping @Sendable () -> Int64, random: R,
        memory: WorkerMemory?
    ) {
        let configuration = worker.configuration
        self.worker = worker
        self.clock = clock
        self.random = random
        triggering = worker.triggering
        self.origin = origin
        self.wallClock = wallClock
        self.memory = memory
        metrics = WorkerMetrics(list: worker.list)
        core = AssignmentCore(settings: configuration.settings)
        things = ThingTable(
            startsAtOnce: configuration.startsAtOnce,
            backoff: Backoff(first: configuration.firstRetry, longest: configuration.longestRetry))
        follower = ListFollower(worker)
    }

    var now: Moment { Moment(elapsed: origin.duration(to: clock.now)) }

    /// Takes over what was kept, says what the posture is to begin with, and follows the session.
    mutating func begin(in tasks: inout WorkerTasks) {
        if let memory { tasks.addChore { [clock] in await memory.keeper.run(on: clock) } }
        let directives = memory?.kept.map { core.restore($0.value, age: $0.age, at: now) } ?? []
        // What was kept need not be kept again: it proves nothing new.
        newestProof = proofToKeep
        carryOut(directives.isEmpty ? [.report(core.posture)] : directives, in: &tasks)
        setAlarm(in: &tasks)
        metrics.run(things.runningCount)
        metrics.stands(core.posture, at: now)
        let (states, triggering) = (worker.client.sessionStates, triggering)
        tasks.addChore {
            for await state in states { triggering.yield(.session(state)) }
        }
    }

    /// - Returns: whether the worker goes on.
    mutating func handle(_ trigger: Trigger, in tasks: inout WorkerTasks) -> Bool {
        // Before anything else: a worker that was suspended for an hour may have Things that were to end long ago.
        if let due = core.nextDeadline, due <= now { carryOut(core.deadlineReached(at: now), in: &tasks) }
        switch trigger {
        case .session(let state):
            carryOut(learn(state), in: &tasks)
        case .watchEnded(let arming):
            if follower.watchEnded(arming), connection != nil { follower.schedule.want(at: now) }
        case .readingEnded(let result, let attempt):
            carryOut(readingEnded(result, attempt), in: &tasks)
        case .auditEnded(let result, let attempt):
            carryOut(auditEnded(result, attempt), in: &tasks)
        case .thing(let report):
            carryOut(things.told(report), in: &tasks)
            if case .ended(let id, .failed) = report { carryOut(core.failed(id, at: now), in: &tasks) }
        case .paused(let id, let pause):
            carryOut(things.paused(id, pause: pause), in: &tasks)
        case .told(let word, let answer):
            hear(word, answer, in: &tasks)
        case .deadline(let moment):
            if alarm == moment { alarm = nil }
        case .shutdown:
            return false
        }
        let now = now
        beginReading(at: now, in: &tasks)
        tellOfOverdueStops(at: now)
        recordMetrics(at: now)
        setAlarm(in: &tasks)
        return true
    }

    private mutating func learn(_ state: SessionState) -> [Directive] {
        switch state {
        case .connected(let connected):
            connection = connected.ordinal
            metrics.connected()
            follower.schedule.connected()
            follower.cache?.connectionChanged()
            return core.connected(Connection(connected), at: now)
        case .connecting: return unknown(.connecting)
        case .disconnected: return unknown(.disconnected)
        case .lost: return unknown(.sessionLost)
        case .closed: return unknown(.closed)
        case .failed(.authenticationFailed): return unknown(.authenticationFailed)
        }
    }

    private mutating func unknown(_ reason: Disconnection) -> [Directive] {
        connection = nil
        follower.schedule.disconnected()
        return core.disconnected(reason, at: now)
    }

    private mutating func tellOfOverdueStops(at now: Moment) {
        for id in stopLimits.passed(at: now, isEnding: things.isEnding) {
            worker.logger.info(
                "A Thing is to end and its closure has not returned", metadata: [LogKey.thing: "\(id)"])
        }
    }

    private mutating func recordMetrics(at now: Moment) {
        metrics.run(things.runningCount)
        guard metricsDue <= now else { return }
        metricsDue = now + WorkerMetrics.interval
        metrics.stands(core.posture, at: now)
    }

    /// One timer for the next deadline; a later one that is armed already is left to ring for nothing.
    private mutating func setAlarm(in tasks: inout WorkerTasks) {
        let wanted = min(
            metricsDue, follower.schedule.nextDeadline ?? metricsDue, core.nextDeadline ?? metricsDue,
            stopLimits.nextDeadline ?? metricsDue)
        if let alarm, alarm <= wanted { return }
        alarm = wanted
        after(wanted, .deadline(wanted), in: &tasks)
    }

    func after(_ moment: Moment, _ trigger: Trigger, in tasks: inout WorkerTasks) {
        let (clock, triggering, instant) = (clock, triggering, origin.advanced(by: moment.elapsed))
        tasks.addChore {
            guard (try? await clock.sleep(until: instant, tolerance: nil)) != nil else { return }
            triggering.yield(trigger)
        }
    }
}

extension Connection {
    init(_ connection: SessionConnection) {
        self.init(ordinal: connection.ordinal, session: connection.sessionID, timeout: connection.negotiatedTimeout)
    }
}
