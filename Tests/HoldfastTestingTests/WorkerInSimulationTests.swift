import Histories
import Holdfast
import HoldfastCore
import HoldfastTesting
import HoldfastZooKeeper
import Logging
import Synchronization
import Testing

/// The real worker in a simulation, as a user of the library writes it.
@Suite(.timeLimit(.minutes(5)))
struct WorkerInSimulationTests {
    private static let list: ZNodePath = "/list"

    /// A worker of two Things that follows its list, its ensemble, and how often a closure ended.
    private static func following<Value: Sendable>(
        seed: UInt64,
        _ body: @escaping @Sendable (Simulation, SimulatedEnsemble, HoldfastWorker, Ends) async throws -> Value
    ) async throws -> Value {
        try await Simulation.run(seed: seed) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let writing = ensemble.client()
            try await writing.connected()
            try await simulation.publisher(of: Self.list, on: writing).replace(with: ["a": [], "b": []])
            let ends = Ends()
            let worker = HoldfastWorker(ensemble.client(), Self.list) { _ in
                defer { ends.add() }
                try await simulation.clock.sleep(for: .seconds(1 << 40))
            }
            return try await simulation.run(worker) {
                try await simulation.until("it follows", within: .seconds(10)) {
                    !worker.posture.isHolding && worker.posture.assigned == 2
                }
                return try await body(simulation, ensemble, worker, ends)
            }
        }
    }

    private static func stops(_ simulation: Simulation) -> [Substring] {
        simulation.timeline.split(separator: "\n").filter { $0.contains("stopped") }
    }

    @Test("72 hours without a quorum stop nothing, and pass in seconds")
    func threeDaysWithoutQuorum() async throws {
        let outcome = try await Outage(lasting: .seconds(72 * 3600)).play(seed: 1)
        #expect(outcome.stops == 0)
        print("72 simulated hours without a quorum: \(outcome)")
    }

    @Test("a simulation that has ended holds on to nothing, so that many can be run one after the other")
    func nothingIsKept() async throws {
        struct Remains: Sendable {
            weak let ensemble: SimulatedEnsemble?
            weak let worker: HoldfastWorker?
            weak let simulation: Simulation?
        }
        let remains = try await Self.following(seed: 1) { simulation, ensemble, worker, _ in
            try ensemble.begin(.loseLeader)
            try await simulation.clock.sleep(for: .seconds(30))
            return Remains(ensemble: ensemble, worker: worker, simulation: simulation)
        }
        // The thread that drove it lets go of it a moment after it has said how it ended.
        let limit = ContinuousClock.now + .seconds(20)
        while remains.simulation != nil, ContinuousClock.now < limit { await Task.yield() }
        #expect(remains.ensemble == nil && remains.worker == nil && remains.simulation == nil)
    }

    @Test("a removal during the loss of the leader is carried out after it, and only that")
    func leaderLost() async throws {
        let stopped = try await Self.following(seed: 2) { simulation, ensemble, worker, _ in
            let writing = ensemble.client()
            try await writing.connected()
            try ensemble.begin(.loseLeader)
            try await simulation.clock.sleep(for: .seconds(2))
            try ensemble.end(.loseLeader)
            try await writing.connected()
            try await simulation.publisher(of: Self.list, on: writing).remove(["a"])
            // The posture knows of a removal before the closure has ended, and a stop is told when it has.
            try await simulation.until("a has stopped", within: .seconds(30)) { Self.stops(simulation).count == 1 }
            try await simulation.clock.sleep(for: .seconds(60))
            return Self.stops(simulation)
        }
        #expect(stopped.count == 1 && stopped.first?.contains("stopped a") == true, "\(stopped)")
    }

    @Test("a worker that fails ends the body that runs beside it, and says why")
    func failingWorker() async throws {
        try await Self.following(seed: 3) { simulation, _, worker, _ in
            // It runs already.
            await #expect(throws: HoldfastWorker.RanBefore.self) {
                try await simulation.run(worker) {
                    try await simulation.until("what never comes", within: .seconds(10)) { false }
                }
            }
            await #expect(throws: CancellationError.self) {
                try await simulation.run(HoldfastWorker(SimulatedEnsemble(simulation).client(), Self.list)) {
                    throw CancellationError()
                }
            }
        }
    }

    @Test(
        "5,000 histories with every fault break no rule, and reach every row of the table of belief and all that is drawn besides"
    )
    func histories() async throws {
        let coverage = Coverage()
        let begun = ContinuousClock.now
        let exploration = try await Lanes(HistoryExplorer.make(noting: coverage)).explore(
            1...5000 as ClosedRange<UInt64>)
        #expect(exploration.histories == 5000)
        #expect(exploration.fewestSteps >= 100)
        #expect(coverage.missing.isEmpty)
        print("\(exploration.histories) histories, \(exploration.steps) steps in \(begun.duration(to: .now))")
        for (name, count) in coverage.table { print("\(name): \(count)") }
    }

    @Test("a history is the same each time it is run")
    func historiesReplay() {
        let explorer = HistoryExplorer.make(noting: Coverage())
        for seed in 1...20 as ClosedRange<UInt64> {
            let plan = explorer.plan(seed: seed)
            let first = explorer.run(seed: seed, plan: plan, keepsTimeline: true)
            let second = explorer.run(seed: seed, plan: plan, keepsTimeline: false)
            #expect(first.fingerprint == second.fingerprint && first.steps == second.steps)
        }
    }
}

extension HoldfastWorker {
    /// A worker without logs.
    fileprivate convenience init(
        _ client: SimulatedClient, _ list: ZNodePath,
        runThing: @escaping @Sendable (Thing) async throws -> Void = { _ in }
    ) {
        self.init(
            client: client, list: list, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            runThing: runThing)
    }
}

/// Counts the closures that have ended.
final class Ends: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock(\.self) }
    func add() { value.withLock { $0 += 1 } }
}
