import HoldfastZooKeeper
import Testing

@testable import HoldfastTesting

/// What becomes of a client whose addresses belong to another ensemble for a while.
@Suite(.timeLimit(.minutes(1)))
struct MisledClientTests {
    private static func play(
        _ body:
            @escaping @Sendable (Simulation, SimulatedEnsemble, SimulatedClient, SimulatedClient) async throws ->
            Void
    ) async throws {
        for seed in 1...10 {
            try await Simulation.run(seed: UInt64(seed)) { simulation in
                let ensemble = try SimulatedEnsemble(simulation, servers: seed.isMultiple(of: 2) ? 3 : 1)
                let client = ensemble.client(sessionTimeout: .seconds(6))
                let stranger = ensemble.strangersClient()
                try await client.connected()
                try await stranger.connected()
                try await body(simulation, ensemble, client, stranger)
            }
        }
    }

    @Test("it loses its session, finds what the stranger has, and is led back to what was its own")
    func ledThereAndBack() async throws {
        try await Self.play { simulation, ensemble, client, stranger in
            _ = try await client.create("/own", data: nil, mode: .persistent)
            _ = try await stranger.create("/strange", data: nil, mode: .persistent)
            let session = try await client.connected().sessionID
            try ensemble.begin(.mislead(client: 1))
            #expect(ensemble.faults == [.mislead(client: 1)])
            try await simulation.clock.sleep(for: .seconds(3))
            #expect(try await client.connected().sessionID != session)
            #expect(client.server == nil)
            #expect(try await client.exists("/own") == nil)
            #expect(try await client.exists("/strange") != nil)
            try ensemble.end(.mislead(client: 1))
            try await simulation.clock.sleep(for: .seconds(3))
            #expect(client.server != nil)
            #expect(try await client.exists("/own") != nil)
            #expect(try await client.exists("/strange") == nil)
        }
    }

    @Test("what it writes there is nowhere else, and its ephemeral nodes go with the session that it loses")
    func writes() async throws {
        try await Self.play { simulation, ensemble, client, stranger in
            let other = ensemble.client()
            try ensemble.begin(.mislead(client: 1))
            try await simulation.clock.sleep(for: .seconds(3))
            _ = try await client.create("/kept", data: nil, mode: .persistent)
            _ = try await client.create("/lent", data: nil, mode: .ephemeral)
            #expect(try await other.exists("/kept") == nil)
            #expect(try await stranger.exists("/lent") != nil)
            try ensemble.end(.mislead(client: 1))
            try await simulation.clock.sleep(for: .seconds(20))
            #expect(try await stranger.exists("/kept") != nil)
            #expect(try await stranger.exists("/lent") == nil)
            for client in [client, other, stranger] { client.close() }
            try await simulation.clock.sleep(for: .seconds(10))
            #expect(ensemble.leftOvers.isEmpty, "\(ensemble.leftOvers)")
        }
    }

    @Test(
        "nothing that happens to the ensemble happens to the stranger, and whoever watches a list is told nothing of it"
    )
    func isApart() async throws {
        try await Self.play { simulation, ensemble, _, stranger in
            let told = Ends()
            ensemble.observe("/strange") { _ in told.add() }
            _ = try await stranger.create("/strange", data: nil, mode: .persistent)
            let session = try await stranger.connected().sessionID
            #expect(told.count == 0)
            try ensemble.begin(.loseLeader)
            try await simulation.clock.sleep(for: .seconds(5))
            try ensemble.begin(.wipe)
            try await simulation.clock.sleep(for: .seconds(5))
            #expect(try await stranger.exists("/strange") != nil)
            #expect(try await stranger.connected().sessionID == session)
        }
    }

    @Test("a client that cannot reach anybody cannot reach the stranger either, and one that hung is led there")
    func meetsOtherFaults() async throws {
        try await Self.play { simulation, ensemble, client, stranger in
            _ = try await stranger.create("/strange", data: nil, mode: .persistent)
            try ensemble.begin(.partitionClient(1))
            try ensemble.begin(.mislead(client: 1))
            try await simulation.clock.sleep(for: .seconds(20))
            await #expect(throws: ZooKeeperError(.connectionLoss, "")) { try await client.exists("/strange") }
            try ensemble.end(.partitionClient(1))
            try await simulation.clock.sleep(for: .seconds(5))
            #expect(try await client.exists("/strange") != nil)
            ensemble.heal()
            try await simulation.clock.sleep(for: .seconds(5))
            let server = try #require(client.server)
            try ensemble.begin(.hang(server: server))
            try ensemble.begin(.mislead(client: 1))
            try await simulation.clock.sleep(for: .seconds(5))
            #expect(try await client.exists("/strange") != nil)
        }
    }

    @Test("the stranger's own clients are not misled, and neither is one that was not made")
    func refused() async throws {
        try await Self.play { _, ensemble, _, stranger in
            #expect(throws: SimulatedEnsembleError.self) { try ensemble.begin(.mislead(client: stranger.id)) }
            #expect(throws: SimulatedEnsembleError.self) { try ensemble.begin(.mislead(client: 9)) }
            #expect(ensemble.faults.isEmpty)
        }
    }
}
