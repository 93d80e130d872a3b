import ClientSupport
import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

// There the client brings a lock that the sanitizer knows.
#if !HOLDFAST_THREAD_SANITIZER
import Synchronization
#endif

extension RealServerTests {
    /// Which servers a client uses, and what they say of their ensemble.
    @Suite struct ClientServersTests {
        @Test func changedListMovesTheSessionAndKeepsIt() async throws {
            try await Ensemble.with(servers: 3) { ensemble in
                let servers = ensemble.servers.map { "127.0.0.1:\($0.clientPort)" }
                try await withClient(servers[0]) { client in
                    var connection = try await client.connected()
                    let session = connection.sessionID
                    _ = try await client.create("/e", data: nil, mode: .ephemeral)
                    for index in [1, 2, 0, 1, 0] {
                        let watch = Watch()
                        _ = try await client.data(at: "/e", arming: watch)
                        client.changeServers(try ServerList(servers[index]))
                        connection = try await client.reconnects(after: connection)
                        #expect(connection.sessionID == session)
                        #expect(client.serverInUse?.port == UInt16(ensemble.servers[index].clientPort))
                        #expect(try await watch.outcome() == .disconnected)
                        #expect(try await client.exists("/e")?.ephemeralOwner == session)
                    }
                    // A list that holds the server in use changes nothing.
                    client.changeServers(try ServerList(servers.joined(separator: ",")))
                    #expect(try await client.data(at: "/e").stat.ephemeralOwner == session)
                    // The connections that were left are gone.
                    try await eventually { HandleRegistry.count == 1 }
                    for server in ensemble.servers {
                        let id = "sid=0x" + String(UInt64(bitPattern: session), radix: 16)
                        let holds = try await server.fourLetterWord("cons").contains(id)
                        #expect(holds == (server.id == 1))
                    }
                    #expect(try await client.connected() == connection)
                }
            }
        }

        /// The library may say on which thread it serves a secured connection before anybody listens.
        @Test func handleWhoseThreadWasNotHeardOfIsLeftAllTheSame() async throws {
            try await Ensemble.with(servers: 2) { ensemble in
                let servers = ensemble.servers.map { "127.0.0.1:\($0.clientPort)" }
                try await withClient(servers[0]) { client in
                    let connection = try await client.connected()
                    try client.admitted().0.departures.withLock { $0.thread = nil }
                    client.changeServers(try ServerList(servers[1]))
                    _ = try await client.reconnects(after: connection)
                    try await eventually { HandleRegistry.count == 1 }
                    #expect(try await client.connected().sessionID == connection.sessionID)
                    #expect(client.serverInUse?.port == UInt16(ensemble.servers[1].clientPort))
                }
            }
        }

        @Test func listOfDeadServersIsLeftForALivingOne() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    let connection = try await client.connected()
                    _ = try await client.create("/e", data: nil, mode: .ephemeral)
                    client.changeServers("127.0.0.1:1")
                    try await client.reaches { $0 == .disconnected(leasesHold: true) }
                    client.changeServers(try ServerList(ensemble.connectString))
                    let next = try await client.reconnects(after: connection)
                    #expect(next.sessionID == connection.sessionID)
                    #expect(try await client.exists("/e") != nil)
                }
            }
        }

        @Test func configurationIsReadAndChanged() async throws {
            var options = Ensemble.Options()
            // The password is "secret".
            options.settings = [
                "reconfigEnabled": "true",
                "DigestAuthenticationProvider.superDigest": "super:lK75jTNcA+U9vtVEw5vB51mj/w4=",
            ]
            try await Ensemble.with(servers: 3, options: options) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    try await client.connected()
                    let watch = Watch()
                    let before = try await client.ensembleConfiguration(arming: watch)
                    #expect(before.members.map(\.id) == [1, 2, 3])
                    #expect(before.version != nil)
                    _ = await expect(.noAuth) { try await client.reconfigure(joining: [], leaving: [3]) }
                    try await client.authenticate(.digest(user: "super", password: "secret"))
                    _ = await expect(.badVersion) {
                        try await client.reconfigure(joining: [], leaving: [3], ifVersion: 1)
                    }
                    let leader = try #require(try await ensemble.leader()?.id)
                    let leaving = leader == 3 ? 2 : 3
                    let after = try await client.reconfigure(joining: [], leaving: [leaving], ifVersion: before.version)
                    #expect(after.members.map(\.id) == [1, 2, 3].filter { $0 != leaving })
                    #expect(try await watch.outcome() == .event(.dataChanged))
                    // What joins says where its clients find it, which the files of the servers say elsewhere.
                    let members = zip(before.members, ensemble.servers).map { member, server in
                        EnsembleConfiguration.Member(
                            id: member.id, text: "\(member.text);127.0.0.1:\(server.clientPort)"
                        )
                    }
                    let joining = members.filter { $0.id == leaving }
                    let whole = try await client.reconfigure(joining: joining, leaving: [])
                    #expect(whole.members.map(\.id) == [1, 2, 3])
                    #expect(try await client.reconfigure(members: members).members.count == 3)
                }
            }
        }

        @Test func configurationThatMayNotBeChangedSaysSo() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    try await client.connected()
                    let codes: [ZooKeeperError.Code] = [.reconfigurationDisabled, .unimplemented, .noAuth]
                    do throws(ZooKeeperError) {
                        _ = try await client.reconfigure(joining: [], leaving: [1])
                        Issue.record("a server that stands alone changed its configuration")
                    } catch {
                        #expect(codes.contains(error.code), "\(error)")
                    }
                    #expect(client.serverInUse?.host == "127.0.0.1")
                }
            }
        }

        @Test func configurationIsReadLineByLine() {
            let text = """
                server.2=b:2888:3888:participant;0.0.0.0:2181
                server.1=a:2888:3888:observer
                group.1=1:2
                version=100000003
                """
            let configuration = EnsembleConfiguration(text: text)
            #expect(configuration.members.map(\.id) == [1, 2])
            #expect(configuration.members[0].line == "server.1=a:2888:3888:observer")
            #expect(configuration.version == 0x1_0000_0003)
            #expect(EnsembleConfiguration(text: "").members.isEmpty && EnsembleConfiguration(text: "").version == nil)
        }
    }
}
