import HoldfastTesting
import HoldfastZooKeeper
import Testing

/// The contract on a simulated ensemble.
struct SimulatedStage: Stage {
    let simulation: Simulation
    let ensemble: SimulatedEnsemble

    /// Servers as the real ones of the tests are set up.
    static func run(seed: UInt64, _ body: @escaping @Sendable (SimulatedStage) async throws -> Void) async throws {
        try await Simulation.run(seed: seed) { simulation in
            var options = SimulatedEnsemble.Options()
            options.tickTime = .milliseconds(200)
            let ensemble = try SimulatedEnsemble(simulation, servers: 3, options: options)
            try await body(SimulatedStage(simulation: simulation, ensemble: ensemble))
        }
    }

    func with(timeout: Duration, _ body: (any ZooKeeper) async throws -> Void) async throws {
        let client = ensemble.client(sessionTimeout: timeout)
        defer { client.close() }
        try await client.connected()
        try await body(client)
    }

    func close(_ client: any ZooKeeper) async {
        id(client).close()
    }

    func cut(_ client: any ZooKeeper) async throws {
        try ensemble.begin(.cut(client: id(client).id))
    }

    /// The connection goes first, as on the real stage: a client that is still connected is told of the end of its own
    /// ephemeral nodes before it is told of its own.
    func expire(_ client: any ZooKeeper) async throws {
        try ensemble.begin(.cut(client: id(client).id))
        try ensemble.begin(.expireSession(client: id(client).id))
    }

    func refuse(_ client: any ZooKeeper) async throws {
        for server in 1...3 { try ensemble.begin(.refuse(server: server)) }
    }

    func reconnect(_ client: any ZooKeeper) async throws {
        for server in 1...3 { try ensemble.end(.refuse(server: server)) }
    }

    func moment() async throws {
        var random = simulation.random("moment \(simulation.steps)")
        try await simulation.clock.sleep(for: random.duration(in: .zero ... .milliseconds(8)))
    }

    func killLeader() async throws {
        try ensemble.begin(.loseLeader)
    }

    func restoreLeader() async throws {
        try ensemble.end(.loseLeader)
        try #require(try await eventually { ensemble.serving == [1, 2, 3] })
    }

    func eventually(_ isSo: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<6000 {
            if try await isSo() { return true }
            try await simulation.clock.sleep(for: .milliseconds(5))
        }
        return false
    }

    private func id(_ client: any ZooKeeper) -> SimulatedClient {
        guard let client = client as? SimulatedClient else { preconditionFailure("\(client) is no simulated client") }
        return client
    }
}
