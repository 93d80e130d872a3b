import HoldfastTesting
import HoldfastZooKeeper
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SimulatedEnsembleTests {
    @Test func whatOneClientWritesAnotherReads() async throws {
        try await Simulation.run(seed: 1) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let (writer, reader) = (ensemble.client(), ensemble.client())
            try await writer.connected()
            try await reader.connected()
            _ = try await writer.create("/a", data: [1], mode: .persistent)
            try await reader.sync("/a")
            #expect(try await reader.data(at: "/a").bytes == [1])
            writer.close()
            reader.close()
            try await simulation.clock.sleep(for: .seconds(1))
            #expect(ensemble.leftOvers.isEmpty, "\(ensemble.leftOvers)")
        }
    }

    @Test("a lost leader is replaced, and the session and its ephemeral nodes live on", arguments: 0..<20)
    func leaderIsReplaced(seed: UInt64) async throws {
        try await Simulation.run(seed: seed) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let client = ensemble.client()
            let before = try await client.connected()
            _ = try await client.create("/e", data: nil, mode: .ephemeral)
            let former = try #require(ensemble.leader)
            try ensemble.begin(.loseLeader)
            #expect(ensemble.leader == nil)
            try await simulation.clock.sleep(for: .seconds(2))
            let next = try #require(ensemble.leader)
            #expect(next != former)
            let after = try await client.connected()
            #expect(after.sessionID == before.sessionID)
            #expect(try await client.exists("/e")?.ephemeralOwner == before.sessionID)
            let epoch = try await client.create("/f", data: nil, mode: .persistent).stat.czxid >> 32
            #expect(epoch == 2)
            try ensemble.end(.loseLeader)
            try await simulation.clock.sleep(for: .seconds(2))
            #expect(ensemble.serving == [1, 2, 3])
            #expect(ensemble.leader == next)
        }
    }

    @Test("a hung server is left for another after two thirds of the timeout", arguments: 1...3)
    func hungServerIsLeft(server: Int) async throws {
        try await Simulation.run(seed: UInt64(server)) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let clients = (0..<6).map { _ in ensemble.client(sessionTimeout: .seconds(6)) }
            for client in clients { try await client.connected() }
            let sessions = try await clients.first?.connected().sessionID
            try ensemble.begin(.hang(server: server))
            try await simulation.clock.sleep(for: .seconds(20))
            #expect(ensemble.serving.count == 2)
            for client in clients {
                let name = ZNodePath(stringLiteral: "/n\(client.id)")
                _ = try await client.create(name, data: nil, mode: .persistent)
            }
            try ensemble.end(.hang(server: server))
            try await simulation.clock.sleep(for: .seconds(5))
            #expect(ensemble.serving == [1, 2, 3])
            for client in clients { #expect(try await client.exists("/n6") != nil) }
            #expect(sessions != nil)
        }
    }

    @Test func withoutAQuorumNobodyIsServed() async throws {
        try await Simulation.run(seed: 4) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let client = ensemble.client()
            let before = try await client.connected()
            try ensemble.begin(.loseQuorum)
            try await simulation.clock.sleep(for: .seconds(1))
            #expect(ensemble.serving == [])
            await #expect(throws: ZooKeeperError(.connectionLoss, "")) { try await client.exists("/") }
            try await simulation.clock.sleep(for: .seconds(3600))
            try ensemble.end(.loseQuorum)
            try await simulation.clock.sleep(for: .seconds(10))
            // The servers do not count the time in which they had no leader; the client does.
            let after = try await client.connected()
            #expect(after.sessionID != before.sessionID)
            #expect(ensemble.serving == [1, 2, 3])
        }
    }

    @Test func aPartedClientLosesItsSession() async throws {
        try await Simulation.run(seed: 5) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let (client, observer) = (ensemble.client(sessionTimeout: .seconds(4)), ensemble.client())
            let before = try await client.connected()
            try await observer.connected()
            _ = try await client.create("/e", data: nil, mode: .ephemeral)
            try await observer.sync("/")
            let watch = Watch()
            _ = try await observer.exists("/e", arming: watch)
            try ensemble.begin(.partitionClient(client.id))
            #expect(try await watch.outcome() == .event(.deleted))
            #expect(simulation.now.elapsed >= .seconds(4) && simulation.now.elapsed < .seconds(6))
            try ensemble.end(.partitionClient(client.id))
            var states = client.sessionStates.makeAsyncIterator()
            var seen: [SessionState] = []
            while let state = await states.next(isolation: nil) {
                seen.append(state)
                if case .connected(let connection) = state, connection.ordinal > before.ordinal { break }
            }
            #expect(seen.contains(.lost(sessionID: before.sessionID)), "\(seen)")
        }
    }

    @Test func aWipedEnsembleIsEmptyAndAnOlderOneIsOld() async throws {
        try await Simulation.run(seed: 6) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let client = ensemble.client()
            let first = try await client.connected()
            _ = try await client.create("/old", data: nil, mode: .persistent)
            let snapshot = try ensemble.takeSnapshot()
            _ = try await client.create("/new", data: nil, mode: .persistent)
            try ensemble.begin(.restore(snapshot: snapshot))
            try await simulation.clock.sleep(for: .seconds(5))
            try await client.connected()
            #expect(try await client.exists("/old") != nil)
            #expect(try await client.exists("/new") == nil)
            try ensemble.begin(.wipe)
            try await simulation.clock.sleep(for: .seconds(5))
            let last = try await client.connected()
            #expect(try await client.exists("/old") == nil)
            #expect(last.sessionID != first.sessionID)
        }
    }

    @Test func aLostReplyLeavesTheWrite() async throws {
        try await Simulation.run(seed: 7) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let client = ensemble.client()
            try await client.connected()
            try ensemble.begin(.loseReply(client: client.id))
            do throws(ZooKeeperError) {
                _ = try await client.create("/a", data: nil, mode: .persistent)
                Issue.record("it was answered")
            } catch {
                #expect(error.code == .connectionLoss && error.mayHaveBeenApplied)
            }
            try await simulation.clock.sleep(for: .seconds(1))
            #expect(try await client.exists("/a") != nil)
        }
    }

    @Test func aLaggingServerReadsThePastUntilItIsTold() async throws {
        try await Simulation.run(seed: 8) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let writer = ensemble.client()
            try await writer.connected()
            let lagging = try #require((1...3).first { $0 != ensemble.leader && $0 != writer.server })
            try ensemble.begin(.lag(server: lagging, milliseconds: 700))
            let readers = (0..<8).map { _ in ensemble.client() }
            for reader in readers { try await reader.connected() }
            _ = try await writer.create("/a", data: nil, mode: .persistent)
            var behind = 0
            for reader in readers where try await reader.exists("/a") == nil {
                #expect(reader.server == lagging)
                behind += 1
                try await reader.sync("/a")
                #expect(try await reader.exists("/a") != nil)
            }
            #expect(behind > 0)
        }
    }

    @Test func anIsolatedLeaderIsReplacedByTheOthers() async throws {
        try await Simulation.run(seed: 9) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let client = ensemble.client()
            try await client.connected()
            let former = try #require(ensemble.leader)
            try ensemble.begin(.readOnlyMinority(withLeader: true))
            try await simulation.clock.sleep(for: .seconds(10))
            let next = try #require(ensemble.leader)
            #expect(next != former)
            #expect(ensemble.serving.count == 2)
            try await client.connected()
            _ = try await client.create("/a", data: nil, mode: .persistent)
            ensemble.heal()
            try await simulation.clock.sleep(for: .seconds(10))
            #expect(ensemble.serving == [1, 2, 3])
        }
    }

    @Test func theImpossibleIsRefused() async throws {
        try await Simulation.run(seed: 10) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let one = try SimulatedEnsemble(simulation, servers: 1)
            func refuses(
                _ code: SimulatedEnsembleError.Code, _ fault: SimulatedFault, by ensemble: SimulatedEnsemble
            ) {
                let error = #expect(throws: SimulatedEnsembleError.self) { try ensemble.begin(fault) }
                #expect(error?.code == code, "\(fault): \(String(describing: error))")
            }
            #expect(throws: SimulatedEnsembleError.self) { try SimulatedEnsemble(simulation, servers: 0) }
            var timeless = SimulatedEnsemble.Options()
            timeless.tickTime = .zero
            #expect(throws: SimulatedEnsembleError.self) { try SimulatedEnsemble(simulation, options: timeless) }
            refuses(.tooFewServers, .loseQuorum, by: one)
            refuses(.tooFewServers, .partitionServer(1), by: one)
            refuses(.tooFewServers, .readOnlyMinority(withLeader: true), by: one)
            refuses(.unknown, .restore(snapshot: 1), by: ensemble)
            refuses(.unknown, .kill(server: 4), by: ensemble)
            refuses(.unknown, .partitionClient(1), by: ensemble)
            refuses(.range, .lag(server: 1, milliseconds: 0), by: ensemble)
            let client = ensemble.client()
            refuses(.notConnected, .expireSession(client: client.id), by: ensemble)
            refuses(.notConnected, .cut(client: client.id), by: ensemble)
            try ensemble.begin(.kill(server: 1))
            refuses(.order, .kill(server: 1), by: ensemble)
            refuses(.serverIsDown, .hang(server: 1), by: ensemble)
            try ensemble.begin(.kill(server: 2))
            refuses(.serverIsDown, .loseQuorum, by: ensemble)
            // The one that is left finds out within half a tick.
            try await simulation.clock.sleep(for: .seconds(1))
            refuses(.noLeader, .loseLeader, by: ensemble)
            #expect(throws: SimulatedEnsembleError.self) { try ensemble.takeSnapshot() }
            #expect(throws: SimulatedEnsembleError.self) { try ensemble.end(.hang(server: 3)) }
            #expect(ensemble.faults == [.kill(server: 1), .kill(server: 2)])
            ensemble.heal()
            #expect(ensemble.faults == [])
        }
    }

    @Test func whatIsLeftIsNamed() async throws {
        try await Simulation.run(seed: 11) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let client = ensemble.client()
            let connection = try await client.connected()
            _ = try await client.create("/e", data: nil, mode: .ephemeral)
            let watch = Watch()
            _ = try await client.children(of: "/", arming: watch)
            try await simulation.clock.sleep(for: .seconds(1))
            let session = String(connection.sessionID, radix: 16)
            let left = ensemble.leftOvers
            #expect(left.sessions == ["client 1, session \(session)"])
            #expect(left.ephemerals == ["/e of session \(session)"])
            #expect(left.watches.count == 1 && left.watches[0].hasSuffix(": children of /"), "\(left)")
            client.close()
            #expect(try await watch.outcome() == .closed)
            await #expect(throws: ZooKeeperError(.closed, "")) { try await client.exists("/") }
        }
    }
}
