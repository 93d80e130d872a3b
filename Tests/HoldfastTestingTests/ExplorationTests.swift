import HoldfastTesting
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ExplorationTests {
    /// How much each of several tasks adds to one counter.
    struct Deposits: SimulationPlan {
        var amounts: [Int]

        var description: String { "deposits of \(amounts)" }

        var simplerPlans: [Deposits] {
            Self.shorter(amounts).map(Deposits.init)
                + amounts.indices.filter { amounts[$0] > 1 }.map { index in
                    var simpler = self
                    simpler.amounts[index] /= 2
                    return simpler
                }
        }

        static func drawn(_ random: inout SimulationRandom) -> Deposits {
            Deposits(amounts: (0..<8).map { _ in Int.random(in: 1...100, using: &random) })
        }
    }

    /// Loses what is added between its reading and its writing: the fault that interleavings show.
    final class CarelessCounter: Sendable {
        private let stored = Mutex(0)

        var value: Int { stored.withLock(\.self) }

        func add(_ amount: Int) async {
            let before = value
            await Task.yield()
            stored.withLock { $0 = before + amount }
        }
    }

    static func carelessHistory(_ simulation: Simulation, _ plan: Deposits) async throws {
        let counter = CarelessCounter()
        try await withThrowingDiscardingTaskGroup { group in
            for amount in plan.amounts {
                group.addTask {
                    try await simulation.clock.sleep(for: .milliseconds(amount % 4))
                    await counter.add(amount)
                    simulation.note("added \(amount)")
                }
            }
        }
        let value = counter.value
        try simulation.require(value == plan.amounts.reduce(0, +), "\(value) is not the sum of \(plan.amounts)")
    }

    private func failure(seeds: ClosedRange<UInt64> = 0...50) async -> ExplorationFailure? {
        await #expect(throws: ExplorationFailure.self) {
            try await Simulation.explore(seeds: seeds, drawing: Deposits.drawn, Self.carelessHistory)
        }
    }

    @Test("a lost update is found, its plan is made as simple as can be, and all is told")
    func faultIsFoundAndMadeSimple() async throws {
        let failure = try #require(await failure())
        #expect(failure.replays)
        #expect(failure.plan.hasPrefix("deposits of ["))
        // Two deposits at the same time are needed; which of them meet depends on the seed, too.
        #expect(failure.plan.count { $0 == "," } <= 3)
        #expect(failure.drawnPlan.count { $0 == "," } == 7)
        #expect(failure.timeline.contains("added"))
        #expect(failure.description.contains("seed \(failure.seed)"))
        #expect((failure.error as? SimulationFailure)?.kind == .broken)
    }

    @Test("a failing seed replays the same, 100 times of 100")
    func failingSeedReplays() async throws {
        let failure = try #require(await failure())
        let explorer = Explorer(drawing: Deposits.drawn, history: Self.carelessHistory)
        let plan = explorer.plan(seed: failure.seed)
        let first = explorer.run(seed: failure.seed, plan: plan, keepsTimeline: true)
        #expect(first.error != nil)
        for _ in 0..<100 {
            let again = explorer.run(seed: failure.seed, plan: plan, keepsTimeline: true)
            #expect(again.fingerprint == first.fingerprint && again.timeline == first.timeline)
            #expect("\(again.error.map { "\($0)" } ?? "")" == "\(first.error.map { "\($0)" } ?? "")")
        }
    }

    @Test("the same exploration finds the same fault")
    func explorationReplays() async throws {
        let first = try #require(await failure())
        let second = try #require(await failure(seeds: first.seed...first.seed))
        #expect(first.seed == second.seed && first.plan == second.plan && first.timeline == second.timeline)
    }

    @Test("an exploration without a fault says what it covered")
    func coverage() async throws {
        let exploration = try await Simulation.explore(seeds: 0..<200, drawing: Deposits.drawn) { simulation, plan in
            for amount in plan.amounts { try await simulation.clock.sleep(for: .milliseconds(amount)) }
        }
        #expect(exploration.histories == 200)
        #expect(exploration.steps >= 200 * exploration.fewestSteps)
        #expect(exploration.fewestSteps >= 8)
        #expect(exploration.elapsed > .seconds(1))
    }

    @Test("an exploration that is cancelled ends")
    func cancellation() async {
        let task = Task {
            try await Simulation.explore(seeds: 0..<1_000_000, drawing: Deposits.drawn) { simulation, _ in
                try await simulation.clock.sleep(for: .seconds(1))
            }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("an array is shortened by all, halves, quarters and single elements")
    func shorter() {
        #expect(Deposits.shorter([1, 2, 3, 4]).prefix(3) == [[], [3, 4], [1, 2]])
        #expect(Deposits.shorter([1, 2, 3, 4]).last == [1, 2, 3])
        #expect(Deposits.shorter([Int]()).isEmpty)
        #expect(Deposits.shorter([1]) == [[]])
    }
}
