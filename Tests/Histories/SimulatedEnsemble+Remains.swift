internal import HoldfastTesting

extension SimulatedEnsemble {
    /// Closes the last clients, and ends the history with an error where the servers have anything of them when they have heard of it.
    func expectNothingLeft(by clients: [SimulatedClient], in simulation: Simulation) async throws {
        for client in clients { client.close() }
        try await simulation.clock.sleep(for: .seconds(5))
        let leftOvers = leftOvers
        try simulation.require(leftOvers.isEmpty, "left over: \(leftOvers)")
    }
}
