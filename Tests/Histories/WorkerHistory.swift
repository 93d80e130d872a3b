internal import Holdfast
internal import HoldfastCore
package import HoldfastTesting
internal import HoldfastZooKeeper
internal import Synchronization

/// One history of the real worker on a simulated ensemble: it is run, everything in the plan happens to it, all faults end, the list
/// is brought in order, and everything must be as the list says.
package struct WorkerHistory: Sendable {
    let simulation: Simulation
    let plan: HistoryPlan
    let ensemble: SimulatedEnsemble
    let oracle: Oracle
    let calm: Calm
    let listOperator: ListOperator
    let rivalClient: SimulatedClient?
    let seat: WorkerSeat
    let promptness: Promptness
    /// Who writes the list of the same path on the ensemble to which the worker is led; nil where it is led nowhere.
    let stranger: Stranger?

    var worker: HoldfastWorker { seat.worker }

    /// Runs the history of a plan, and returns what it reached.
    package static func run(_ simulation: Simulation, _ plan: HistoryPlan) async throws -> Coverage.Reached {
        let history = try WorkerHistory(simulation, plan)
        try await history.run()
        return history.oracle.reached
    }

    private init(_ simulation: Simulation, _ plan: HistoryPlan) throws {
        self.simulation = simulation
        self.plan = plan
        let ensemble = try SimulatedEnsemble(simulation, servers: plan.servers)
        self.ensemble = ensemble
        let calm = Calm(plan.faults)
        self.calm = calm
        let oracle = Oracle(simulation, rules: Oracle.Rules(plan), calm: calm)
        self.oracle = oracle
        let promptness = Promptness(
            simulation, oracle, bound: oracle.rules.quiet + Self.promptBound + oracle.rules.stall,
            // Each interval is drawn up to a tenth longer.
            auditInterval: HoldfastWorker.Configuration(plan).auditInterval * 1.1)
        self.promptness = promptness
        let seat = WorkerSeat(simulation, oracle) { Self.makeWorker(plan, ensemble, oracle) }
        self.seat = seat
        // Not holding on to the worker: its client holds on to the ensemble.
        ensemble.observe(ListOperator.list) { [weak seat] observation in
            oracle.saw(observation)
            if let seat { promptness.saw(observation, seat) }
        }
        let client = ensemble.client(sessionTimeout: .seconds(4))
        rivalClient = plan.hasRival ? ensemble.client(sessionTimeout: .seconds(4)) : nil
        listOperator = ListOperator(
            simulation, plan, client: client, rival: rivalClient, seat: seat, oracle: oracle,
            takeSnapshot: { _ = try? ensemble.takeSnapshot() })
        stranger = plan.misleads.isEmpty ? nil : Stranger(simulation, ensemble, oracle)
    }

    private static func makeWorker(
        _ plan: HistoryPlan, _ ensemble: SimulatedEnsemble, _ oracle: Oracle
    ) -> (HoldfastWorker, SimulatedClient) {
        let client = ensemble.client(
            sessionTimeout: .milliseconds(plan.sessionTimeout), maximumInFlight: plan.inFlight)
        let worker = HoldfastWorker(
            client: client, list: ListOperator.list, configuration: HoldfastWorker.Configuration(plan),
            logger: .silent
        ) { thing in
            try await live(thing, oracle, plan)
        }
        return (worker, client)
    }

    /// What a Thing does: it runs until it is cancelled, and fails on a payload that was spoiled.
    private static func live(_ thing: Thing, _ oracle: Oracle, _ plan: HistoryPlan) async throws {
        struct Spoiled: Error {}
        oracle.began(thing)
        defer { oracle.ended(thing) }
        if thing.payload == ListOperator.spoiled { throw Spoiled() }
        if plan.tellsPayloads {
            for await assignment in thing.updates { oracle.learned(thing, assignment.payload) }
        } else {
            _ = await OneShot<Never>().value()
        }
        if plan.lingers > 0 {
            // Not to be cut short: it was cancelled already.
            await withCheckedContinuation { continuation in
                oracle.simulation.schedule(after: .milliseconds(plan.lingers)) { continuation.resume() }
            }
        }
        try Task.checkCancellation()
    }

    private func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await live() }
            try await happen()
            seat.end()
        }
        try await ensemble.expectNothingLeft(
            by: [listOperator.client, rivalClient].compactMap(\.self), in: simulation)
        try simulation.require(oracle.running.isEmpty, "closures that have not ended: \(oracle.running)")
    }

    /// One worker after the other.
    private func live() async throws {
        var life = seat.life
        while let departure = try await live(life), !departure.isLast {
            simulation.note("the worker has ended: \(departure.manner)")
            oracle.ended(!plan.keepsState ? .forgotten : departure.manner == .end ? .kept : .cutShort)
            try await simulation.clock.sleep(for: .milliseconds(departure.pause))
            life = seat.replace()
        }
    }

    private func live(_ life: WorkerSeat.Life) async throws -> WorkerSeat.Departure? {
        let events = life.worker.events()
        return try await withThrowingDiscardingTaskGroup { group in
            // It ends with the worker, and is not cancelled before: what is told at the end is heard as well.
            group.addTask { for await event in events { oracle.saw(event) } }
            group.addTask {
                for await state in life.client.sessionStates {
                    oracle.saw(state)
                    if case .connected = state { oracle.isConnected(misled: life.client.server == nil) }
                }
            }
            let departure = try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await simulation.run(life.worker) }
                let departure = await life.departure.value()
                oracle.shutsDown()
                switch departure?.manner {
                case .kill: simulation.disk.killProcesses()
                case .losePower: simulation.disk.losePower()
                case .end, nil: break
                }
                group.cancelAll()
                return departure
            }
            life.client.close()
            return departure
        }
    }

    /// The list is written, everything in the plan happens, and all is brought in order.
    private func happen() async throws {
        await listOperator.begin(with: plan.things)
        calm.faultsBegin(at: simulation.now.elapsed)
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await plan.faults.play(on: ensemble, in: simulation) }
            group.addTask { try await stranger?.live(stating: plan.misleads) }
            await operate()
        }
        // Nobody can bring anything in order by a clock that is wrong.
        try? await simulation.clock.sleep(until: .init(elapsed: .milliseconds(plan.clocks.map(\.until).max() ?? 0)))
        try await bringInOrder()
        // Half of the workers end without servers.
        var random = simulation.random("the end")
        if random.chance(0.5) {
            seat.life.client.close()
            await listOperator.pause(100)
        }
    }

    /// One action after the other, each at its time or as soon as the one before is done.
    private func operate() async {
        let begun = simulation.now
        for step in plan.steps.sorted(by: { $0.at < $1.at }) {
            try? await simulation.clock.sleep(until: begun.advanced(by: .milliseconds(step.at)))
            await listOperator.carryOut(step.action)
        }
    }
}

extension Oracle.Rules {
    init(_ plan: HistoryPlan) {
        let configuration = HoldfastWorker.Configuration(plan)
        // One may follow upon another.
        let stall = Duration.milliseconds(plan.stall * 3)
        self.init(
            quiet: configuration.quiet, settle: configuration.settle, brakeRelease: configuration.brakeRelease,
            tenure: plan.tenure.map { .milliseconds($0) }, serversLag: plan.serversLag,
            reach: .milliseconds(plan.sessionTimeout) + .seconds(2) + stall,
            moment: .milliseconds(10 + plan.lingers) + stall,
            stall: stall)
    }
}

extension HoldfastWorker.Configuration {
    init(_ plan: HistoryPlan) {
        self.init()
        brakeRelease = plan.brakeRelease.map { .milliseconds($0) }
        if let tenure = plan.tenure { self.tenure = .limited(.milliseconds(tenure)) }
        checkPayload = { _, payload in
            struct Meaningless: Error {}
            if ListOperator.isMeaningless(payload) { throw Meaningless() }
        }
        payloadChange = plan.tellsPayloads ? .tell : .restart
        if plan.keepsState { stateFolder = StateFolder(path: "/var/lib/collector", workerID: "collector-1") }
    }
}
