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
            #expect(truth.stops == 5 && truth.wrongStops.isEmpty)
        }
    }

    @Test("no fault and no interleaving stops a Thing that was not taken off, and all that was is stopped")
    func histories() async throws {
        let tally = ShardedTally()
        var draw = FaultPlan.Draw(servers: 3, clients: 3)
        draw.wipes = false
        draw.within = .seconds(25)
        let exploration = try await Simulation.explore(
            seeds: 1...100 as ClosedRange<UInt64>, drawing: { [draw] in FaultPlan.drawn(draw, using: &$0) }
        ) { simulation, faults in
            try await Self.history(simulation, faults, tally)
        }
        print("\(exploration.histories) histories: \(tally.words)")
        #expect(tally.counts.stops > exploration.histories)
        #expect(tally.counts.changes > exploration.histories)
        #expect(tally.counts.followed > exploration.histories / 2)
    }

    private static func history(
        _ simulation: Simulation, _ faults: FaultPlan, _ tally: ShardedTally
    ) async throws {
        let truth = ShardedTruth(simulation)
        let ensemble = try SimulatedEnsemble(simulation, servers: 3)
        let operating = ensemble.client(sessionTimeout: .seconds(4))
        let changing = ensemble.client(sessionTimeout: .seconds(4))
        let worker = worker(ensemble.client(sessionTimeout: .seconds(4)), truth)
        try await operating.connected()
        let begun = Set(pool.prefix(10))
        truth.adds(begun)
        try await simulation.publisher(of: list, on: operating).replace(with: payloads(begun))
        try await simulation.run(worker) {
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { await faults.play(on: ensemble, in: simulation) }
                group.addTask { try await operate(operating, truth, simulation) }
                group.addTask { try await change(changing, truth, simulation) }
            }
            try await operating.connected()
            let publisher = simulation.publisher(of: list, on: operating)
            try await publisher.adopt()
            try await simulation.clock.sleep(for: .seconds(40))
            if !worker.posture.isHolding { truth.followed() }
            // A full word, after which nothing is left in doubt.
            let last = Set(pool.suffix(7))
            truth.removes(Set(pool).subtracting(last))
            truth.adds(last)
            try await publisher.replace(with: payloads(last))
            try await simulation.until("all is as stated, following", within: .seconds(60)) {
                truth.running == last && !worker.posture.isHolding
            }
            truth.ends()
        }
        try simulation.require(truth.wrongStops.isEmpty, "wrongly stopped: \(truth.wrongStops)")
        tally.add(truth)
    }

    /// Things come and go, one statement after the other; one that fails may be carried out all the same.
    private static func operate(
        _ client: SimulatedClient, _ truth: ShardedTruth, _ simulation: Simulation
    ) async throws {
        var random = simulation.random("statements")
        for _ in 0..<30 {
            try await simulation.clock.sleep(for: random.duration(in: .zero ... .seconds(2)))
            try await client.connected()
            let publisher = simulation.publisher(of: list, on: client)
            let ids = Set(pool.filter { _ in random.chance(0.2) })
            if random.chance(0.5) {
                truth.adds(ids)
                _ = try? await publisher.add(payloads(ids))
            } else {
                truth.removes(ids)
                _ = try? await publisher.remove(ids)
            }
        }
    }

    private static func change(
        _ client: SimulatedClient, _ truth: ShardedTruth, _ simulation: Simulation
    ) async throws {
        var random = simulation.random("layouts")
        for _ in 0..<4 {
            try await simulation.clock.sleep(for: random.duration(in: .seconds(1) ... .seconds(12)))
            try await client.connected()
            let shards = [0, 1, 2, 3, 5, 8].randomElement(using: &random) ?? 4
            do {
                try await simulation.publisher(of: list, on: client).reshard(to: shards)
                truth.changed()
            } catch {
                simulation.note("reshard \(shards) failed: \(error)")
            }
        }
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

/// What was said of each Thing, and what its closure did.
private final class ShardedTruth: Sendable {
    struct State {
        var turn = 0
        /// When each was last put on the list, and when it was that what runs of it goes by.
        var added: [ThingID: Int] = [:]
        var begun: [ThingID: Int] = [:]
        var removed: [ThingID: Int] = [:]
        var running: Set<ThingID> = []
        var wrongStops: [ThingID] = []
        var stops = 0
        var changes = 0
        var hasFollowed = false
        /// What ends from now on ends with the worker.
        var isOver = false
    }

    private let simulation: Simulation
    private let state = Mutex(State())

    init(_ simulation: Simulation) {
        self.simulation = simulation
    }

    var running: Set<ThingID> { state.withLock(\.running) }
    var wrongStops: [ThingID] { state.withLock(\.wrongStops) }
    var stops: Int { state.withLock(\.stops) }
    var counts: State { state.withLock(\.self) }

    func adds(_ ids: Set<ThingID>) {
        simulation.note("adds \(ids.sorted())")
        state.withLock { state in
            state.turn += 1
            for id in ids { state.added[id] = state.turn }
        }
    }

    /// From now on these may be stopped: what runs of them.
    func removes(_ ids: Set<ThingID>) {
        simulation.note("removes \(ids.sorted())")
        state.withLock { state in
            state.turn += 1
            for id in ids { state.removed[id] = state.turn }
        }
    }

    func changed() { state.withLock { $0.changes += 1 } }

    func ends() { state.withLock { $0.isOver = true } }

    func followed() { state.withLock { $0.hasFollowed = true } }

    func began(_ id: ThingID) {
        state.withLock { state in
            state.running.insert(id)
            state.begun[id] = state.added[id]
        }
    }

    /// A closure ends when its Thing was stopped; at the end of all, when the worker is.
    func ended(_ id: ThingID) {
        state.withLock { state in
            state.running.remove(id)
            guard !state.isOver else { return }
            state.stops += 1
            if state.removed[id].map({ $0 > state.begun[id] ?? 0 }) != true { state.wrongStops.append(id) }
        }
    }
}

/// What many histories showed.
private final class ShardedTally: Sendable {
    private let state = Mutex((stops: 0, changes: 0, followed: 0))

    var counts: (stops: Int, changes: Int, followed: Int) { state.withLock { $0 } }

    var words: String {
        let counts = counts
        return
            "\(counts.stops) stops, \(counts.changes) changes of the layout, \(counts.followed) followed without a full word"
    }

    func add(_ truth: ShardedTruth) {
        let counts = truth.counts
        state.withLock { state in
            state.stops += counts.stops
            state.changes += counts.changes
            state.followed += counts.hasFollowed ? 1 : 0
        }
    }
}
