import HoldfastEnsemble
import HoldfastZooKeeper
import Testing

extension RealServers {
    /// What a real client makes of it.
    @Suite struct ClientFaultTests {
        @Test func aNodeWhoseAccessListWasTakenAwayIsReadByNobodyElse() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let (server, node) = (ensemble.servers[0], ZNodePath("/secret"))
                try await server.withClient { owner in
                    try await owner.authenticate(.digest(user: "owner", password: "secret"))
                    _ = try await owner.create(node, data: [7], mode: .persistent)
                    try await owner.setACL(.creatorOnly, of: node, version: nil)
                    try await server.withClient { other in
                        let error = await #expect(throws: ZooKeeperError.self) { try await other.children(of: node) }
                        #expect(error?.code == .noAuth)
                        try await owner.setACL(.open, of: node, version: nil)
                        let given = try await other.data(at: node)
                        #expect(given.bytes == [7])
                    }
                }
            }
        }

        @Test func aClientFindsOutThatItsServersEndIsGone() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let server = ensemble.servers[0]
                try await server.withClient(sessionTimeout: .seconds(2), throughProxy: true) { client in
                    let session = try #require(try await server.sessions().first)
                    try await server.proxy.halfOpen(losing: .server)
                    let forgotten: Void? = try await Poll.until(every: .milliseconds(10), limit: .seconds(10)) {
                        try await server.sessions().isEmpty ? () : nil
                    }
                    #expect(forgotten != nil)
                    // The client is told nothing: it misses the answers to its pings, and calls again.
                    let resumed: Void? = try await Poll.until(every: .milliseconds(50), limit: .seconds(20)) {
                        try await server.sessions().contains(session) ? () : nil
                    }
                    #expect(resumed != nil)
                }
            }
        }
    }
}
