import HoldfastTesting
import HoldfastZooKeeper
import Testing

/// A leader that hung while the others elected another goes on: until it has looked whether a majority still follows, it
/// serves the past and answers `sync` at once. Real servers do (`Tests/IncidentTests/LaggingServerTests.swift`).
@Suite(.timeLimit(.minutes(2)))
struct DeposedLeaderTests {
    private struct Past {
        /// Whether the others had elected a leader meanwhile.
        var wasDeposed = false
        /// Whether a client got its session back from the one that goes on, and a `sync`, and read what was so before.
        var wasServed = false
    }

    /// The client moves to the new leader, writes, and is then turned away by all but the one that hangs.
    private static func history(_ seed: UInt64) async throws -> Past {
        try await Simulation.run(seed: seed) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let old = try #require(ensemble.leader)
            let client = try await ensemble.client(avoiding: old)
            // The old leader hears of the session for the last time.
            _ = try await client.create("/value", data: [1], mode: .persistent)
            try ensemble.begin(.hang(server: old))
            try await simulation.clock.sleep(for: .milliseconds(5500))
            guard let new = ensemble.leader, new != old else { return Past() }
            let session = try await client.connected().sessionID
            _ = try await client.setData([2], at: "/value", version: nil)
            for server in 1...3 where server != old { try ensemble.begin(.refuse(server: server)) }
            try await simulation.clock.sleep(for: .milliseconds(1500))
            try ensemble.end(.hang(server: old))
            let isBack = await simulation.isSo(within: .milliseconds(300)) { client.server == old }
            guard isBack, let connection = try? await client.connected(), (try? await client.sync("/value")) != nil,
                let read = try? await client.data(at: "/value")
            else { return Past(wasDeposed: true) }
            #expect(connection.sessionID == session)
            // It learns that it is deposed, and what it has missed.
            ensemble.heal()
            try await simulation.clock.sleep(for: .seconds(5))
            #expect(ensemble.leader == new && ensemble.serving == [1, 2, 3])
            try await client.connected()
            #expect(try await client.data(at: "/value").bytes == [2])
            return Past(wasDeposed: true, wasServed: read.bytes == [1])
        }
    }

    @Test("some of 300 seeds are served the past by a leader that is deposed, and none for long")
    func theyServeThePast() async throws {
        var (deposed, served) = (0, 0)
        for seed in 1...300 as ClosedRange<UInt64> {
            let past = try await Self.history(seed)
            if past.wasDeposed { deposed += 1 }
            if past.wasServed { served += 1 }
        }
        print("of \(deposed) deposed leaders that went on \(served) served a session the past, after a sync")
        #expect(deposed > 250)
        #expect(served > 30)
    }

    /// A server that was told of a newer epoch and lost that leader again must not go back to the deposed one: what was
    /// acknowledged since would be gone.
    @Test("what was acknowledged after it was deposed outlives it, though the new leader dies as it comes back")
    func whatTheNewLeaderAcknowledgedIsNotLost() async throws {
        for seed in 1...500 as ClosedRange<UInt64> {
            try await Simulation.run(seed: seed) { simulation in
                let ensemble = try SimulatedEnsemble(simulation, servers: 3)
                let old = try #require(ensemble.leader)
                let client = try await ensemble.client(avoiding: old)
                try ensemble.begin(.hang(server: old))
                try await simulation.clock.sleep(for: .milliseconds(5500))
                try await client.connected()
                _ = try await client.create("/made", data: nil, mode: .persistent)
                // The one that is left seeks a leader while the deposed one still takes itself for it.
                try ensemble.begin(.loseLeader)
                var random = simulation.random("times")
                try await simulation.clock.sleep(for: random.duration(in: .zero ... .milliseconds(800)))
                try ensemble.end(.hang(server: old))
                try await simulation.clock.sleep(for: .seconds(5))
                ensemble.heal()
                try await simulation.until("all serve", within: .seconds(20)) { ensemble.serving == [1, 2, 3] }
                let reader = ensemble.client()
                try await reader.connected()
                #expect(try await reader.exists("/made") != nil, "seed \(seed)")
            }
        }
    }
}

extension SimulatedEnsemble {
    /// A client that is connected to another server than that one.
    fileprivate func client(avoiding server: Int) async throws -> SimulatedClient {
        while true {
            let client = client(sessionTimeout: .seconds(10))
            try await client.connected()
            if client.server != server { return client }
            client.close()
        }
    }
}

extension Simulation {
    fileprivate func isSo(within limit: Duration, _ condition: @escaping @Sendable () -> Bool) async -> Bool {
        (try? await until("", within: limit, condition)) != nil
    }
}
