import HoldfastEnsemble
import HoldfastZooKeeper
import Testing

extension RealServers {
    @Suite struct SessionTests {
        @Test(arguments: [true, false])
        func anExpiredSessionIsGoneWithItsEphemeralNodes(throughItsOwnServer: Bool) async throws {
            try await Ensemble.with(servers: throughItsOwnServer ? 1 : 3) { ensemble in
                let home = ensemble.servers[0]
                try await home.withClient(sessionTimeout: .seconds(4)) { client in
                    let ephemeral = ZNodePath("/ephemeral")
                    var lost = client.lostSessions.makeAsyncIterator()
                    _ = try await client.create(ephemeral, data: nil, mode: .ephemeral)
                    let sessions = try await home.sessions()
                    let session = try #require(sessions.first)
                    #expect(sessions.count == 1)

                    try await ensemble.servers[throughItsOwnServer ? 0 : 2].expire(session: session)
                    #expect(await lost.next(isolation: nil) == session)
                    let gone: Void? = try await Poll.until(every: .milliseconds(20), limit: .seconds(20)) {
                        do {
                            return try await client.exists(ephemeral) == nil ? () : nil
                        } catch {
                            return nil
                        }
                    }
                    #expect(gone != nil)
                }
            }
        }

        @Test func aSessionThatDoesNotExistCanNotBeEnded() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let error = await #expect(throws: EnsembleError.self) {
                    try await ensemble.servers[0].expire(session: 0x1234)
                }
                #expect(error?.code == .impossible)
                #expect(error?.message.contains("0x1234") == true)
            }
        }
    }
}
