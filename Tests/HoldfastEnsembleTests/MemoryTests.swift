import HoldfastEnsemble
import Testing

extension RealServers {
    @Suite struct MemoryTests {
        @Test func aServerWithoutMemoryServesNobodyUntilItIsKilledAndStartedAgain() async throws {
            var options = Ensemble.Options()
            options.heapMegabytes = 64
            try await Ensemble.with(servers: 3, options: options) { ensemble in
                let leader = try #require(try await ensemble.leader())
                let isRunning = try await leader.exhaustMemory()
                #expect(isRunning == leader.isRunning)
                await #expect(throws: EnsembleError.self) { try await leader.fourLetterWord("srvr") }
                // Mostly the others have given it up by now. But it may hang so that it still leads them.
                let successor = try await ensemble.leader()
                print(
                    "shown: without memory the leader \(isRunning ? "hangs" : "is dead"), \(successor == nil ? "un" : "")replaced"
                )

                if leader.isRunning { try await leader.kill() }
                try await ensemble.waitUntilServing()
                try await leader.start()
                try await leader.comesToServe(as: "follower")
            }
        }
    }
}
