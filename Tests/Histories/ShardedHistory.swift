internal import Holdfast
internal import HoldfastCore
package import HoldfastTesting
internal import HoldfastZooKeeper

/// One history of the real worker on a list whose number of shards changes, with publishers that go on, and every fault but the loss
/// of history: no Thing is stopped that was not taken off, and all that was is stopped.
package struct ShardedHistory: Sendable {
    private static let list = ListOperator.list
    private static let pool = (1...16).map(ListOperator.thing)
    /// How many statements are made.
    private static let statements = 12

    let simulation: Simulation
    let plan: HistoryPlan
    let ensemble: SimulatedEnsemble
    let truth: ShardedTruth
    let worker: HoldfastWorker
    let client: SimulatedClient
    /// Makes statements.
    let operating: SimulatedClient
    /// Changes the number of shards.
    let changing: SimulatedClient

    /// Runs the history of a plan, and returns what it showed.
    @discardableResult
    package static func run(_ simulation: Simulation, _ plan: HistoryPlan) async throws -> ShardedTruth.Counts {
        let history = try ShardedHistory(simulation, plan)
        try await history.run()
        return history.truth.counts
    }

    private init(_ simulation: Simulation, _ plan: HistoryPlan) throws {
        self.simulation = simulation
        self.plan = plan
        let truth = ShardedTruth(simulation, serversLag: plan.serversLag)
        self.truth = truth
        ensemble = try SimulatedEnsemble(simulation, servers: plan.servers)
        // The faults of a plan know the worker's client as the first.
        client = ensemble.client(
            sessionTimeout: .milliseconds(plan.sessionTimeout), maximumInFlight: plan.inFlight)
        operating = ensemble.client(sessionTimeout: .seconds(4))
        changing = ensemble.client(sessionTimeout: .seconds(4))
        worker = HoldfastWorker(
            client: client, list: Self.list, configuration: HoldfastWorker.Configuration(plan),
            logger: .silent
        ) { thing in
            truth.began(thing.id)
            defer { truth.ended(thing.id) }
            _ = await OneShot<Never>().value()
            try Task.checkCancellation()
        }
    }

    private func run() async throws {
        try await operating.connected()
        let begun = Set(Self.pool.prefix(plan.things))
        truth.adds(begun)
        try await simulation.publisher(of: Self.list, on: operating).replace(with: Self.payloads(begun))
        try await simulation.run(worker) {
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { await plan.faults.play(on: ensemble, in: simulation) }
                group.addTask { try await operate() }
                group.addTask { try await change() }
            }
            try await bringInOrder()
        }
        try simulation.require(truth.wrongStops.isEmpty, "wrongly stopped: \(truth.wrongStops)")
        try await ensemble.expectNothingLeft(by: [client, operating, changing], in: simulation)
    }

    /// Things come and go, one statement after the other; one that fails may be carried out all the same.
    private func operate() async throws {
        var random = simulation.random("statements")
        for _ in 0..<Self.statements {
            try await simulation.clock.sleep(for: random.duration(in: .zero ... .seconds(4)))
            try await operating.connected()
            let publisher = simulation.publisher(of: Self.list, on: operating)
            let ids = Set(Self.pool.filter { _ in random.chance(0.2) })
            if random.chance(0.5) {
                truth.adds(ids)
                _ = try? await publisher.add(Self.payloads(ids))
            } else {
                truth.removes(ids)
                _ = try? await publisher.remove(ids)
            }
        }
    }

    private func change() async throws {
        var random = simulation.random("layouts")
        for shards in plan.shards {
            try await simulation.clock.sleep(for: random.duration(in: .seconds(1) ... .seconds(10)))
            try await changing.connected()
            do {
                try await simulation.publisher(of: Self.list, on: changing).reshard(to: shards)
                truth.changed()
            } catch {
                simulation.note("operator: reshard to \(shards): \(error)")
            }
        }
    }

    /// The last word is a full one, after which nothing is left in doubt.
    private func bringInOrder() async throws {
        try await operating.connected()
        try await simulation.clock.sleep(for: .seconds(20))
        if !worker.posture.isHolding { truth.followed() }
        let last = Set(Self.pool.suffix(7))
        truth.removes(Set(Self.pool).subtracting(last))
        truth.adds(last)
        try await simulation.publisher(of: Self.list, on: operating).replace(with: Self.payloads(last))
        try await simulation.until("all is as stated, following", within: .seconds(60)) {
            truth.running == last && !worker.posture.isHolding
        }
        truth.ends()
    }

    private static func payloads(_ ids: Set<ThingID>) -> [ThingID: [UInt8]] {
        Dictionary(uniqueKeysWithValues: ids.map { ($0, Array($0.description.utf8)) })
    }
}
