import HoldfastTesting
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FaultPlanTests {
    @Test("a fault that could not begin does not end another of its kind")
    func overlappingFaults() async throws {
        let plan = FaultPlan([
            .init(.kill(server: 1), begins: .zero, lasts: .seconds(10)),
            .init(.kill(server: 1), begins: .seconds(5), lasts: .seconds(3)),
        ])
        try await Simulation.run(seed: 1) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { await plan.play(on: ensemble, in: simulation) }
                try await simulation.clock.sleep(for: .seconds(9))
                #expect(ensemble.faults == [.kill(server: 1)])
            }
            #expect(ensemble.faults.isEmpty)
        }
    }
}
