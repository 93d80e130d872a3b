import HoldfastTesting
import HoldfastZooKeeper
import Synchronization
import Testing

/// Whatever fails in whatever order, the ensemble keeps what it promised, and is whole again when it is healed.
@Suite(.timeLimit(.minutes(3)))
struct EnsembleHistoriesTests {
    /// The faults that leave the disks alone.
    private static func fault(_ random: inout SimulationRandom, clients: Int) -> SimulatedFault {
        let server = Int.random(in: 1...3, using: &random)
        let client = Int.random(in: 1...clients, using: &random)
        let milliseconds = Int.random(in: 1...800, using: &random)
        let faults: [SimulatedFault] = [
            .loseLeader, .kill(server: server), .hang(server: server), .partitionClient(client),
            .partitionServer(server), .loseQuorum, .readOnlyMinority(withLeader: Bool.random(using: &random)),
            .refuse(server: server), .delay(milliseconds: milliseconds),
            .lag(server: server, milliseconds: milliseconds),
            .expireSession(client: client), .cut(client: client), .loseReply(client: client),
        ]
        return faults[Int.random(in: 0..<faults.count, using: &random)]
    }

    /// Writes until it is cancelled, and notes which creations were acknowledged.
    private static func write(
        _ client: SimulatedClient, _ clock: SimulationClock, _ acknowledged: borrowing Mutex<[ZNodePath]>
    ) async {
        var number = 0
        while !Task.isCancelled {
            number += 1
            do throws(ZooKeeperError) {
                let path = try ZNodePath("/n-\(client.id)-\(number)")
                let made = try await client.create(path, data: nil, mode: .persistent)
                acknowledged.withLock { $0.append(made.path) }
                _ = try await client.create(ZNodePath("/e-\(client.id)"), data: nil, mode: .ephemeral)
                _ = try await client.children(of: "/", arming: Watch())
            } catch {
                // Whatever fails is what the faults are for.
            }
            try? await clock.sleep(for: .milliseconds(50))
        }
    }

    private static func history(_ seed: UInt64) async throws -> UInt64 {
        try await Simulation.run(seed: seed) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let clients = [3, 6, 10].map { ensemble.client(sessionTimeout: .seconds($0)) }
            let acknowledged = Log()
            var random = simulation.random("faults")
            await withTaskGroup(of: Void.self) { group in
                for client in clients {
                    group.addTask { await Self.write(client, simulation.clock, acknowledged.paths) }
                }
                for _ in 0..<12 {
                    try? await simulation.clock.sleep(for: random.duration(in: .milliseconds(10) ... .seconds(4)))
                    if random.chance(0.6) {
                        try? ensemble.begin(Self.fault(&random, clients: clients.count))
                    } else if let fault = ensemble.faults.randomElement(using: &random) {
                        try? ensemble.end(fault)
                    }
                }
                group.cancelAll()
            }
            ensemble.heal()
            try await simulation.clock.sleep(for: .seconds(30))
            #expect(ensemble.serving == [1, 2, 3], "seed \(seed)")
            let reader = ensemble.client()
            try await reader.connected()
            for path in acknowledged.paths.withLock({ $0 }) {
                #expect(try await reader.exists(path) != nil, "seed \(seed): \(path) was acknowledged and is lost")
            }
            for client in clients {
                let connection = try await client.connected()
                let path = try ZNodePath("/e-\(client.id)")
                if let owner = try await reader.exists(path)?.ephemeralOwner {
                    #expect(owner == connection.sessionID, "seed \(seed): \(path) outlived its session")
                }
                client.close()
            }
            reader.close()
            try await simulation.clock.sleep(for: .seconds(2))
            #expect(ensemble.leftOvers.isEmpty, "seed \(seed): \(ensemble.leftOvers)")
            return simulation.fingerprint
        }
    }

    private final class Log: Sendable {
        let paths = Mutex<[ZNodePath]>([])
    }

    @Test func acknowledgedWritesOutliveEveryFault() async throws {
        for seed in 0..<60 { _ = try await Self.history(UInt64(seed)) }
    }

    @Test func aHistoryReplays() async throws {
        for seed in 0..<5 {
            let first = try await Self.history(UInt64(seed))
            for _ in 0..<3 { #expect(try await Self.history(UInt64(seed)) == first, "seed \(seed)") }
        }
    }
}
