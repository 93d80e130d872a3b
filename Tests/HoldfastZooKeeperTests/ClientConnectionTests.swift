import ClientSupport
import Foundation
import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

extension RealServerTests {
    /// How a client finds a server, and keeps its manners while there is none.
    @Suite struct ClientConnectionTests {
        /// An even number of addresses is what the library alone does not survive.
        @Test(arguments: [2, 4]) func evenNumbersOfServersFailOver(_ count: Int) async throws {
            try await Ensemble.with(servers: count) { ensemble in
                try await withClient(ensemble.proxiedConnectString) { client in
                    var connection = try await client.connected()
                    let session = connection.sessionID
                    for _ in 0..<count {
                        let port = Int(try #require(client.serverInUse).port)
                        let proxy = try #require(ensemble.servers.first { $0.proxy.port == port }).proxy
                        let clock = ContinuousClock()
                        let start = clock.now
                        try await proxy.refuse()
                        connection = try await client.reconnects(after: connection)
                        let took = clock.now - start
                        #expect(took < .seconds(3), "it took \(took); a quiet machine needs less than one")
                        #expect(connection.sessionID == session)
                        try await proxy.restore()
                    }
                }
            }
        }

        @Test func nameThatIsNotFoundCostsNoProcessorTimeAndIsFoundLater() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient("name-that-is-not-there.invalid:2181") { client in
                    let clock = ContinuousClock()
                    let start = clock.now
                    let before = try ProcessCounts.now().processorTime
                    let lookUps = LookUps.count
                    try await eventually { clock.now - start > .seconds(2) }
                    let used = try ProcessCounts.now().processorTime - before
                    // The library alone looks it up 700,000 times a second.
                    #expect(used < 1, "\(used) s of processor time in 2 s")
                    #expect((1...30).contains(LookUps.count - lookUps), "\(LookUps.count - lookUps) in 2 s")
                    client.changeServers(try ServerList("also-not-there.invalid,\(ensemble.connectString)"))
                    try await client.connected()
                }
            }
        }

        @Test func handshakeThatTakesHalfTheTimeoutSucceeds() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let server = ensemble.servers[0]
                try await server.hang()
                try await withClient(ensemble.connectString, timeout: .seconds(4)) { client in
                    let clock = ContinuousClock()
                    let start = clock.now
                    try await eventually { clock.now - start > .seconds(2) }
                    #expect(client.states.value == .connecting)
                    try await server.resume()
                    try await client.connected()
                    // One handle was enough: it was not hurried to death.
                    #expect(try client.admitted().0.table.connection == 1)
                }
            }
        }

        @Test func syncIsWhatAConnectionBeginsWith() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString, timeout: .seconds(8)) { client in
                    let connection = try await client.connected()
                    let id = "sid=0x" + String(UInt64(bitPattern: connection.sessionID), radix: 16)
                    let lines = try await ensemble.servers[0].fourLetterWord("cons").split(separator: "\n")
                    let own = try #require(lines.first { $0.contains(id) })
                    #expect(own.contains("lop=SYNC"), "\(own)")
                }
            }
        }

        @Test func answerThatIsLostLeavesADoubtAndIsNotAskedAgain() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                try await withClient(ensemble.proxiedConnectString) { client in
                    let connection = try await client.connected()
                    let (handle, _) = try client.admitted()
                    try await proxy.blackhole()
                    let write = Task { try await client.create("/doubt", data: nil, mode: .persistentSequential) }
                    try await eventually { handle.table.pendingCount == 1 }
                    // What was held up in between is reset, and lost.
                    try await proxy.restore()
                    let error = await #expect(throws: ZooKeeperError.self) { try await write.value }
                    #expect(error?.code == .connectionLoss && error?.mayHaveBeenApplied == true)
                    _ = try await client.reconnects(after: connection)
                    #expect(try await client.children(of: "/").names == ["zookeeper"])
                }
            }
        }

        @Test func handleThatTheSystemRefusesIsTriedAgain() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                // What Dispatch opens for its timers it must have opened before: without, it ends the process.
                await Latch().wait(atMost: .milliseconds(1))
                try await Task.sleep(for: .milliseconds(1), clock: .continuous)
                // One descriptor is left, since Dispatch looks after its threads by one from time to time and ends the
                // process where it gets none. A handle takes two at least.
                let free = (0..<Int32(4096)).filter { fcntl($0, F_GETFD) == -1 }
                var limit = rlimit()
                #expect(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
                let former = limit
                // What is open stays open.
                limit.rlim_cur = rlim_t(try #require(free.dropFirst().first))
                #expect(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
                defer {
                    var former = former
                    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &former)
                }
                try await withClient(ensemble.connectString) { client in
                    let clock = ContinuousClock()
                    let start = clock.now
                    try await eventually { clock.now - start > .milliseconds(500) }
                    #expect(client.states.value == .connecting)
                    var former = former
                    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &former)
                    try await client.connected()
                }
            }
        }

        @Test func manyClientsComeBackWithoutAStorm() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let count = 20
                    let (ready, inbox) = AsyncStream.makeStream(of: Void.self)
                    for _ in 0..<count {
                        group.addTask {
                            try await withClient(ensemble.proxiedConnectString) { client in
                                let connection = try await client.connected()
                                inbox.yield()
                                _ = try await client.reconnects(after: connection)
                            }
                        }
                    }
                    var all = ready.makeAsyncIterator()
                    for _ in 0..<count { _ = await all.next() }
                    try await proxy.slam()
                    let clock = ContinuousClock()
                    try await eventually { proxy.connectionsAccepted >= count * 12 }
                    let (start, before) = (clock.now, proxy.connectionsAccepted)
                    try await eventually { clock.now - start > .seconds(3) }
                    let knocks = proxy.connectionsAccepted - before
                    // A handle may knock a few times before it is closed, where the processor is busy.
                    #expect(knocks <= count * 3 * 6, "\(knocks) knocks of \(count) clients in 3 s")
                    try await proxy.restore()
                    try await group.waitForAll()
                }
            }
        }

        @Test func clientsSpreadOverTheServers() async throws {
            try await Ensemble.with(servers: 3) { ensemble in
                for _ in 0..<15 {
                    _ = try await withClient(ensemble.proxiedConnectString) { try await $0.connected() }
                }
                let taken = ensemble.servers.map(\.proxy.connectionsAccepted)
                // That a third of them gets none of fifteen has a chance of one in 400.
                #expect(taken.allSatisfy { $0 > 0 }, "\(taken)")
            }
        }

        @Test func sessionAndEphemeralOutliveCutAfterCut() async throws {
            try await Ensemble.with(servers: 3) { ensemble in
                try await withClient(ensemble.proxiedConnectString) { client in
                    var connection = try await client.connected()
                    let session = connection.sessionID
                    _ = try await client.create("/e", data: nil, mode: .ephemeral)
                    for _ in 0..<Scale.of(60, soak: 500) {
                        for server in ensemble.servers { try await server.proxy.cut() }
                        connection = try await client.reconnects(after: connection)
                        try #require(connection.sessionID == session)
                        // A connection on which something was answered was of use: the next one need not be waited for.
                        try #require(try await client.exists("/e")?.ephemeralOwner == session)
                    }
                }
            }
        }
    }
}
