import HoldfastEnsemble
import Testing

/// What a ZooKeeper client and its servers promise, played on the simulated ensemble and on real servers alike.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ContractTests {
    @Test("simulated servers", arguments: ContractCase.all)
    func simulated(_ contract: ContractCase) async throws {
        for seed in 1...20 {
            try await SimulatedStage.run(seed: UInt64(seed)) { stage in
                try await contract.run(on: stage, number: seed)
            }
        }
    }

    @Test func realServers() async throws {
        try await Ensemble.with(servers: 3) { ensemble in
            let stage = RealStage(ensemble)
            for (number, contract) in ContractCase.all.enumerated() {
                do {
                    try await contract.run(on: stage, number: number)
                } catch {
                    Issue.record(error, "\(contract.name)")
                }
            }
        }
    }
}
