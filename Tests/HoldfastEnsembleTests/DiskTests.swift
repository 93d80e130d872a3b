import HoldfastEnsemble
import HoldfastZooKeeper
import Testing

extension RealServers {
    @Suite struct DiskTests {
        @Test func aServerWithAFullDiskGivesUpAndComesBackWithAnotherOne() async throws {
            try await Self.withFaultyDisks(servers: 3) { ensemble in
                try await self.leaderFails(of: ensemble, "full") { try await $0.fillDisk() }
            }
        }

        @Test func aServerWithABrokenDiskGivesUpAndComesBackWithAnotherOne() async throws {
            try await Self.withFaultyDisks(servers: 3) { ensemble in
                try await self.leaderFails(of: ensemble, "broken") { try await $0.breakDisk() }
            }
        }

        @Test func aSlowDiskHoldsUpEveryWriteAndNoRead() async throws {
            try await Self.withFaultyDisks(servers: 1) { ensemble in
                let server = ensemble.servers[0]
                try await server.withClient { client in
                    try await server.slowDisk(by: .milliseconds(700))
                    let write = try await ContinuousClock().measure {
                        _ = try await client.create(ZNodePath("/slow"), data: nil, mode: .persistent)
                    }
                    #expect(write >= .milliseconds(700))
                    let read = try await ContinuousClock().measure { _ = try await client.exists(ZNodePath("/slow")) }
                    #expect(read < write)
                    try await server.restoreDisk()
                    // The first may still wait behind what was being written.
                    _ = try await client.create(ZNodePath("/between"), data: nil, mode: .persistent)
                    let swift = try await ContinuousClock().measure {
                        _ = try await client.create(ZNodePath("/swift"), data: nil, mode: .persistent)
                    }
                    #expect(swift < .milliseconds(700))
                }
            }
        }

        @Test func whatNeedsFaultyDisksSaysSo() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let error = await #expect(throws: EnsembleError.self) { try await ensemble.servers[0].fillDisk() }
                #expect(error?.code == .impossible)
                #expect(error?.message.contains("hasFaultyDisks") == true)
            }
        }

        /// The leader can not write to its disk any more: the others go on without it, and it comes back with a good one.
        private func leaderFails(
            of ensemble: Ensemble, _ what: String, _ fault: (EnsembleServer) async throws -> Void
        ) async throws {
            let leader = try #require(try await ensemble.leader())
            let follower = try #require(ensemble.servers.first { $0.id != leader.id })
            try await fault(leader)
            try await follower.withClient(sessionTimeout: .seconds(4)) { client in
                // What makes it notice. Whether this write is ever answered is another matter.
                _ = try? await client.create(ZNodePath("/noticed"), data: nil, mode: .persistent)
                try await leader.comesToServe(as: nil)
                print(
                    "shown: with a \(what) disk the leader \(leader.isRunning ? "runs on and serves nobody" : "ends")")
                try await ensemble.waitUntilServing()
                #expect(try await ensemble.leader()?.id != leader.id)
            }
            try await leader.restoreDisk()
            if leader.isRunning { try await leader.kill() }
            // An empty transaction log is left, with which it would not start.
            try await leader.wipe()
            try await leader.start()
            try await leader.comesToServe(as: "follower")
        }

        private static func withFaultyDisks(servers: Int, _ body: (Ensemble) async throws -> Void) async throws {
            var options = Ensemble.Options()
            options.hasFaultyDisks = true
            try await Ensemble.with(servers: servers, options: options) { try await body($0) }
        }
    }
}
