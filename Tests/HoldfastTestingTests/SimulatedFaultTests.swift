import Foundation
import HoldfastZooKeeper
import Testing

@testable import HoldfastTesting

/// What each fault of a simulated ensemble does, and that its end undoes it.
@Suite(.timeLimit(.minutes(1)))
struct SimulatedFaultTests {
    /// A few seeds each: a fault meets the ensemble in other states.
    private static func play(
        servers: Int = 3,
        _ body: @escaping @Sendable (Simulation, SimulatedEnsemble, SimulatedClient) async throws -> Void
    ) async throws {
        for seed in 1...10 {
            try await Simulation.run(seed: UInt64(seed)) { simulation in
                let ensemble = try SimulatedEnsemble(simulation, servers: servers)
                let client = ensemble.client(sessionTimeout: .seconds(6))
                try await client.connected()
                try await body(simulation, ensemble, client)
            }
        }
    }

    @Test func aKilledServerComesBackWithWhatItMissed() async throws {
        try await Self.play { simulation, ensemble, client in
            let victim = try #require((1...3).first { $0 != ensemble.leader })
            try ensemble.begin(.kill(server: victim))
            #expect(!ensemble.serving.contains(victim))
            let connection = try await client.connectedAgain(simulation, unless: client.server != victim)
            _ = try await client.create("/missed", data: nil, mode: .persistent)
            try ensemble.end(.kill(server: victim))
            try await simulation.clock.sleep(for: .seconds(2))
            #expect(ensemble.serving == [1, 2, 3])
            // The others refuse, so that the client has to go there.
            for server in 1...3 where server != victim { try ensemble.begin(.refuse(server: server)) }
            try await simulation.clock.sleep(for: .seconds(3))
            #expect(client.server == victim)
            #expect(try await client.connected().sessionID == connection.sessionID)
            #expect(try await client.exists("/missed") != nil)
        }
    }

    @Test func aRefusingServerIsLeftAndTheLastOneIsWaitedFor() async throws {
        try await Self.play { simulation, ensemble, client in
            let session = try await client.connected().sessionID
            for server in 1...3 { try ensemble.begin(.refuse(server: server)) }
            try await simulation.clock.sleep(for: .milliseconds(100))
            await #expect(throws: ZooKeeperError(.connectionLoss, "")) { try await client.exists("/") }
            #expect(ensemble.serving == [1, 2, 3])
            try await simulation.clock.sleep(for: .seconds(2))
            try ensemble.end(.refuse(server: 2))
            try await simulation.clock.sleep(for: .seconds(3))
            #expect(client.server == 2)
            #expect(try await client.connected().sessionID == session)
        }
    }

    @Test func aCutIsRegained() async throws {
        try await Self.play { simulation, ensemble, client in
            var connection = try await client.connected()
            for _ in 0..<20 {
                let watch = Watch()
                _ = try await client.exists("/", arming: watch)
                try ensemble.begin(.cut(client: client.id))
                #expect(try await watch.outcome() == .disconnected)
                let next = try await client.connected()
                #expect(next.sessionID == connection.sessionID && next.ordinal == connection.ordinal + 1)
                connection = next
            }
        }
    }

    @Test func anExpiredSessionIsReplaced() async throws {
        try await Self.play { simulation, ensemble, client in
            let session = try await client.connected().sessionID
            _ = try await client.create("/e", data: nil, mode: .ephemeral)
            try ensemble.begin(.expireSession(client: client.id))
            try await simulation.clock.sleep(for: .seconds(1))
            #expect(try await client.connected().sessionID != session)
            #expect(try await client.exists("/e") == nil)
        }
    }

    @Test func delaysAddUpAndEnd() async throws {
        try await Self.play { simulation, ensemble, client in
            func time() async throws -> Duration {
                let start = simulation.now
                _ = try await client.exists("/")
                return start.duration(to: simulation.now)
            }
            #expect(try await time() < .milliseconds(10))
            try ensemble.begin(.delay(milliseconds: 100))
            try ensemble.begin(.delay(milliseconds: 300))
            #expect(try await time() >= .milliseconds(800))
            try ensemble.end(.delay(milliseconds: 300))
            let once = try await time()
            #expect(once >= .milliseconds(200) && once < .milliseconds(800))
            ensemble.heal()
            #expect(try await time() < .milliseconds(10))
        }
    }

    @Test func aPartedServerServesNobodyAfterTheSilenceLimit() async throws {
        try await Self.play { simulation, ensemble, client in
            for parted in 1...3 {
                try ensemble.begin(.partitionServer(parted))
                try await simulation.clock.sleep(for: .seconds(15))
                #expect(ensemble.serving.count == 2 && !ensemble.serving.contains(parted))
                #expect(ensemble.leader != parted)
                try await client.connected()
                #expect(client.server != parted)
                _ = try await client.setData([UInt8(parted)], at: "/", version: nil)
                try ensemble.end(.partitionServer(parted))
                try await simulation.clock.sleep(for: .seconds(5))
                #expect(ensemble.serving == [1, 2, 3])
            }
        }
    }

    @Test func aHungLeaderReadsThePastForAMomentWhenItGoesOn() async throws {
        var stale = 0
        for seed in 1...60 {
            stale += try await Simulation.run(seed: UInt64(seed)) { simulation in
                let ensemble = try SimulatedEnsemble(simulation, servers: 3)
                let clients = (0..<9).map { _ in ensemble.client(sessionTimeout: .seconds(10)) }
                for client in clients { try await client.connected() }
                let leader = try #require(ensemble.leader)
                guard let writer = clients.first(where: { $0.server != leader }),
                    let reader = clients.first(where: { $0.server == leader })
                else { return 0 }
                try ensemble.begin(.hang(server: leader))
                try await simulation.clock.sleep(for: .milliseconds(5900))
                try await writer.connected()
                _ = try await writer.create("/new", data: nil, mode: .persistent)
                try ensemble.end(.hang(server: leader))
                return (try? await reader.exists("/new")) == .some(nil) ? 1 : 0
            }
        }
        #expect(stale > 0)
    }

    @Test func withoutAQuorumTheLastServerStepsDown() async throws {
        try await Self.play(servers: 5) { simulation, ensemble, client in
            let session = try await client.connected().sessionID
            try ensemble.begin(.loseQuorum)
            try await simulation.clock.sleep(for: .seconds(2))
            #expect(ensemble.serving == [] && ensemble.leader == nil)
            try ensemble.end(.loseQuorum)
            try await simulation.clock.sleep(for: .seconds(5))
            #expect(ensemble.serving == [1, 2, 3, 4, 5])
            #expect(try await client.connected().sessionID == session)
        }
    }

    @Test func containersAndTimesToLiveEnd() async throws {
        try await Self.play { simulation, ensemble, client in
            _ = try await client.create("/used", data: nil, mode: .container)
            _ = try await client.create("/unused", data: nil, mode: .container)
            _ = try await client.create("/short", data: nil, mode: .persistent(timeToLive: .seconds(1)))
            _ = try await client.create("/long", data: nil, mode: .persistent(timeToLive: .seconds(3600)))
            _ = try await client.create("/used/a", data: nil, mode: .persistent)
            try await simulation.clock.sleep(for: .seconds(61))
            #expect(try await client.exists("/used") != nil)
            try await client.delete("/used/a", version: nil)
            try await simulation.clock.sleep(for: .seconds(61))
            let left = try await client.children(of: "/").names
            #expect(left == ["long", "unused", "zookeeper"])
            try await simulation.clock.sleep(for: .seconds(3600))
            #expect(try await client.exists("/long") == nil)
        }
    }

    @Test func aPlanForNoServersIsAPlanForOne() {
        var random = SimulationRandom(seed: 1, label: "plan")
        var draw = FaultPlan.Draw(servers: 0, clients: 0)
        draw.count = 50...50
        #expect(FaultPlan.drawn(draw, using: &random).entries.count == 50)
    }

    @Test func timesOfAPlanAreWrittenInMilliseconds() throws {
        let plan = FaultPlan([.init(.hang(server: 2), begins: .microseconds(1500), lasts: .seconds(2))])
        #expect(plan.entries[0].begins == .milliseconds(1) && plan.duration == .milliseconds(2001))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = try encoder.encode(plan)
        #expect(
            String(decoding: data, as: UTF8.self).contains(#""begins":1,"fault":{"hang":{"server":2}},"lasts":2000"#))
        #expect(try JSONDecoder().decode(FaultPlan.self, from: data) == plan)
        #expect(plan.description == "at 1 ms: hang(server: 2) for 2000 ms")
    }

    /// What clients send to a server that hangs for days must not grow.
    @Test func whatWaitsForAHungServerStaysBounded() async throws {
        try await Simulation.run(seed: 1) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 1)
            let client = ensemble.client()
            try await client.connected()
            try ensemble.begin(.hang(server: 1))
            try await simulation.clock.sleep(for: .seconds(72 * 3600))
            let waiting = ensemble.change { machine in (machine.servers[0].held.count, machine.connections.count) }
            print("after three days \(waiting.0) messages of \(waiting.1) connections wait for the server that hangs")
            #expect(waiting.0 <= 600 && waiting.1 <= 600)
            try ensemble.end(.hang(server: 1))
            try await simulation.clock.sleep(for: .seconds(30))
            try await client.connected()
            client.close()
            try await simulation.clock.sleep(for: .seconds(1))
            #expect(ensemble.leftOvers.isEmpty, "\(ensemble.leftOvers)")
        }
    }

    @Test func aPlanOfFaultsIsWrittenAndRead() throws {
        let faults: [SimulatedFault] = [
            .loseLeader, .kill(server: 1), .hang(server: 2), .partitionClient(1), .partitionServer(3), .loseQuorum,
            .readOnlyMinority(withLeader: true), .refuse(server: 1), .delay(milliseconds: 5),
            .lag(server: 1, milliseconds: 7), .expireSession(client: 1), .cut(client: 2), .loseReply(client: 1), .wipe,
            .restore(snapshot: 1), .mislead(client: 1),
        ]
        let data = try JSONEncoder().encode(faults)
        #expect(try JSONDecoder().decode([SimulatedFault].self, from: data) == faults)
        #expect(faults.filter(\.isMomentary).count == 5)
    }
}

extension SimulatedClient {
    /// The present connection, once there is one again.
    fileprivate func connectedAgain(
        _ simulation: Simulation, unless isConnected: Bool
    ) async throws -> SessionConnection {
        if !isConnected { try await simulation.clock.sleep(for: .seconds(1)) }
        return try await connected()
    }
}
