import Holdfast
import HoldfastCore
import HoldfastTesting
import HoldfastZooKeeper
import Logging
import Testing

/// The watches of a simulated client are counted and taken back as those of the real one.
@Suite(.timeLimit(.minutes(1)))
struct SimulatedWatchTests {
    private static func play(
        watchBytes: Int = 262_144,
        _ body: @escaping @Sendable (Simulation, SimulatedEnsemble, SimulatedClient) async throws -> Void
    ) async throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            try await Simulation.run(seed: seed) { simulation in
                let ensemble = try SimulatedEnsemble(simulation, servers: 3)
                let client = ensemble.client(maximumWatchBytes: watchBytes)
                try await client.connected()
                try await body(simulation, ensemble, client)
            }
        }
    }

    @Test("a watch that is removed or dropped is taken from the server, unless another needs it there")
    func unwatched() async throws {
        try await Self.play { simulation, ensemble, client in
            let kept = Watch()
            _ = try await client.children(of: "/", arming: kept)
            _ = try await client.children(of: "/", arming: Watch())
            let removed = Watch()
            _ = try await client.exists("/none", arming: removed)
            removed.remove()
            _ = try await client.data(at: "/", arming: Watch())
            try await simulation.clock.sleep(for: .seconds(1))
            #expect(ensemble.leftOvers.watches.count == 1, "\(ensemble.leftOvers)")
            #expect(ensemble.leftOvers.watches.first?.hasSuffix("children of /") == true)
            // The one that is kept is told of, and nothing is left then.
            _ = try await client.create("/a", data: nil, mode: .persistent)
            #expect(try await kept.outcome() == .event(.childrenChanged))
            #expect(ensemble.leftOvers.watches.isEmpty)
        }
    }

    @Test("a watch that was dropped while the connection was lost is taken from the next server")
    func unwatchedMeanwhile() async throws {
        try await Self.play { simulation, ensemble, client in
            do {
                let watch = Watch()
                _ = try await client.data(at: "/", arming: watch)
                try ensemble.begin(.cut(client: 1))
                try await simulation.clock.sleep(for: .microseconds(10))
            }
            try await simulation.clock.sleep(for: .seconds(2))
            try await client.connected()
            try await simulation.clock.sleep(for: .seconds(1))
            #expect(ensemble.leftOvers.watches.isEmpty, "\(ensemble.leftOvers)")
        }
    }

    @Test("what does not fit in any more is refused, and fits in again when another is gone")
    func tooMany() async throws {
        // Two paths of two bytes, with the length of each.
        try await Self.play(watchBytes: 12) { simulation, _, client in
            var watches = [Watch(), Watch()]
            _ = try await client.exists("/a", arming: watches[0])
            _ = try await client.exists("/b", arming: watches[1])
            _ = try await client.exists("/a", arming: Watch())
            let error = await #expect(throws: ZooKeeperError.self) { try await client.exists("/c", arming: Watch()) }
            #expect(error?.code == .tooManyWatches && error?.mayHaveBeenApplied == false)
            watches.removeFirst()
            try await simulation.clock.sleep(for: .seconds(1))
            _ = try await client.exists("/c", arming: Watch())
            _ = watches
        }
    }
}
