import Histories
import Holdfast
import HoldfastCore
import HoldfastTesting
import HoldfastZooKeeper
import Logging
import Synchronization
import Testing

/// The real worker on a list whose number of shards changes, with publishers that go on, and every fault but the loss of history.
@Suite("Sharded lists in simulation", .timeLimit(.minutes(5)))
struct ShardedListTests {
    private static let list: ZNodePath = "/list"
    private static let pool = (0..<24).map { ThingID("t\($0)") }

    @Test("a list that grows from 4 to 16 shards, and becomes plain again, is followed without a stop")
    func growing() async throws {
        try await Simulation.run(seed: 7) { simulation in
            let truth = ShardedTruth(simulation)
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let client = ensemble.client()
            try await client.connected()
            let publisher = simulation.publisher(of: Self.list, on: client)
            let things = Set(Self.pool)
            truth.adds(things)
            try await publisher.replace(with: Self.payloads(things))
            let worker = Self.worker(ensemble.client(), truth)
            try await simulation.run(worker) {
                try await Self.follows(worker, 24, simulation)
                for shards in [4, 16, 1, 0, 3] {
                    try await publisher.reshard(to: shards)
                    try await simulation.until("the fences of \(shards) shards", within: .seconds(5)) {
                        !worker.posture.isHolding && worker.posture.assigned == 24
                    }
                    let one = Self.pool[shards]
                    truth.removes([one])
                    try await publisher.remove([one])
                    try await Self.follows(worker, 23, simulation)
                    truth.adds([one])
                    try await publisher.add(Self.payloads([one]))
                    try await Self.follows(worker, 24, simulation)
                }
                truth.ends()
            }
            #expect(truth.counts.stops == 5 && truth.wrongStops.isEmpty)
        }
    }

    @Test("no fault and no interleaving stops a Thing that was not taken off, and all that was is stopped")
    func histories() async throws {
        let tally = Mutex(ShardedTruth.Counts())
        let followed = Mutex(0)
        let exploration = try await Simulation.explore(
            seeds: 1...100 as ClosedRange<UInt64>,
            drawing: { (random: inout SimulationRandom) -> HistoryPlan in
                var plan = HistoryPlan.drawn(&random)
                plan.drawShards(&random)
                return plan
            }
        ) { simulation, plan in
            let counts = try await ShardedHistory.run(simulation, plan)
            tally.withLock { tally in
                tally.stops += counts.stops
                tally.changes += counts.changes
            }
            if counts.hasFollowed { followed.withLock { $0 += 1 } }
        }
        let counts = tally.withLock { $0 }
        let count = followed.withLock { $0 }
        print(
            """
            \(exploration.histories) histories, \(exploration.steps) steps: \(counts.stops) stops, \
            \(counts.changes) changes of the layout, \(count) followed without a full word
            """)
        #expect(counts.stops > exploration.histories)
        #expect(counts.changes > exploration.histories)
        #expect(count > exploration.histories / 2)
    }

    private static func follows(_ worker: HoldfastWorker, _ count: Int, _ simulation: Simulation) async throws {
        try await simulation.until("it follows \(count)", within: .seconds(20)) {
            !worker.posture.isHolding && worker.posture.assigned == count
        }
    }

    private static func worker(_ client: SimulatedClient, _ truth: ShardedTruth) -> HoldfastWorker {
        HoldfastWorker(
            client: client, list: list, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        ) { thing in
            truth.began(thing.id)
            defer { truth.ended(thing.id) }
            _ = await OneShot<Never>().value()
            try Task.checkCancellation()
        }
    }

    private static func payloads(_ ids: Set<ThingID>) -> [ThingID: [UInt8]] {
        Dictionary(uniqueKeysWithValues: ids.map { ($0, Array($0.description.utf8)) })
    }
}
