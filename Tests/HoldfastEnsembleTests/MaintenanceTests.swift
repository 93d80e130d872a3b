import HoldfastEnsemble
import HoldfastZooKeeper
import Testing

extension RealServers {
    @Suite struct MaintenanceTests {
        @Test func aRollingRestartReplacesEveryProcessAndLosesNothing() async throws {
            try await Ensemble.with { ensemble in
                let node = ZNodePath("/kept")
                try await ensemble.servers[0].withClient { client in
                    _ = try await client.create(node, data: [7], mode: .persistent)
                }
                let before = ensemble.servers.map(\.processIdentifier)
                try await ensemble.restartInTurn()
                let after = ensemble.servers.map(\.processIdentifier)
                for (old, new) in zip(before, after) { #expect(old != new) }
                #expect(after.allSatisfy { $0 != nil })
                try await ensemble.waitUntilServing()
                try await ensemble.servers[0].withClient { client in
                    let kept = try await client.data(at: node)
                    #expect(kept.bytes == [7])
                }
            }
        }

        @Test func aFollowerWithAnEmptyDiskGetsAllFromTheOthers() async throws {
            try await Ensemble.with { ensemble in
                let leader = try #require(try await ensemble.leader())
                let follower = try #require(ensemble.servers.first { $0.id != leader.id })
                let node = ZNodePath("/kept")
                try await leader.withClient { client in _ = try await client.create(node, data: [7], mode: .persistent)
                }
                try await ensemble.replaceDisk(of: follower)
                try await follower.comesToServe(as: "follower")
                try await follower.withClient { client in
                    try await client.sync(node)
                    let kept = try await client.data(at: node)
                    #expect(kept.bytes == [7])
                }
            }
        }
    }
}
