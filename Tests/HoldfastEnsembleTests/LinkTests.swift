import HoldfastEnsemble
import HoldfastZooKeeper
import Testing

extension RealServers {
    /// Servers that are cut off from each other, while clients reach all of them.
    @Suite struct LinkTests {
        @Test func aServerCutOffFromTheOthersServesNobodyUntilTheLinksAreHealed() async throws {
            try await Self.withLinks { ensemble in
                let leader = try #require(try await ensemble.leader())
                let follower = try #require(ensemble.servers.first { $0.id != leader.id })
                try await ensemble.separate([follower])
                try await follower.comesToServe(as: nil)
                #expect(try await ensemble.leader()?.id == leader.id, "the others go on")
                #expect(follower.isRunning)
                try await ensemble.healLinks()
                try await follower.comesToServe(as: "follower")

                // Now the leader: the others choose another one, and it follows that in the end.
                try await ensemble.separate([leader])
                try await leader.comesToServe(as: nil)
                try await ensemble.waitUntilServing()
                let successor = try #require(try await ensemble.leader())
                #expect(successor.id != leader.id)
                try await ensemble.healLinks()
                try await leader.comesToServe(as: "follower")
                #expect(try await ensemble.leader()?.id == successor.id)
            }
        }

        @Test func servingEndsWithoutAQuorumThatReachesEachOther() async throws {
            try await Self.withLinks { ensemble in
                // Each alone.
                try await ensemble.separate([ensemble.servers[0]])
                try await ensemble.refuse(between: ensemble.servers[1], ensemble.servers[2])
                for server in ensemble.servers { try await server.comesToServe(as: nil) }
                try await ensemble.healLinks()
                try await ensemble.waitUntilServing()
            }
        }

        @Test func aFollowerThatHearsNothingFromItsLeaderGivesItUp() async throws {
            try await Self.withLinks { ensemble in
                let leader = try #require(try await ensemble.leader())
                let follower = try #require(ensemble.servers.first { $0.id != leader.id })
                try await ensemble.lose(from: leader, to: follower)
                try await follower.comesToServe(as: nil)
                #expect(try await ensemble.leader()?.id == leader.id)
                try await ensemble.healLinks()
                try await follower.comesToServe(as: "follower")
            }
        }

        @Test func aServerWhoseLinksAreSlowAnswersWritesSlowly() async throws {
            try await Self.withLinks { ensemble in
                let leader = try #require(try await ensemble.leader())
                let follower = try #require(ensemble.servers.first { $0.id != leader.id })
                try await follower.withClient { client in
                    _ = try await client.create(ZNodePath("/before"), data: nil, mode: .persistent)
                    try await ensemble.delay(linksOf: follower, by: .milliseconds(150))
                    let delayed = try await ContinuousClock().measure {
                        _ = try await client.create(ZNodePath("/delayed"), data: nil, mode: .persistent)
                    }
                    // The request to the leader, and its word that it was committed.
                    #expect(delayed >= .milliseconds(300))
                    try await ensemble.healLinks()

                    try await ensemble.limit(linksOf: follower, bytesPerSecond: 40_000)
                    let narrow = try await ContinuousClock().measure {
                        _ = try await client.create(
                            ZNodePath("/narrow"), data: [UInt8](repeating: 7, count: 20_000), mode: .persistent)
                    }
                    #expect(narrow >= .milliseconds(500))
                    try await ensemble.healLinks()
                }
            }
        }

        @Test func whatNeedsProxiesBetweenServersSaysSo() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let error = await #expect(throws: EnsembleError.self) { try await ensemble.separate(ensemble.servers) }
                #expect(error?.code == .impossible)
                #expect(error?.message.contains("hasProxiesBetweenServers") == true)
            }
            try await Self.withLinks(servers: 2) { ensemble in
                let error = await #expect(throws: EnsembleError.self) { try await ensemble.separate(ensemble.servers) }
                #expect(error?.code == .impossible)
            }
        }

        private static func withLinks(servers: Int = 3, _ body: (Ensemble) async throws -> Void) async throws {
            var options = Ensemble.Options()
            options.hasProxiesBetweenServers = true
            try await Ensemble.with(servers: servers, options: options) { ensemble in
                #expect(ensemble.links.count == servers * (servers - 1))
                try await body(ensemble)
                try await ensemble.waitUntilServing()
            }
        }
    }
}
