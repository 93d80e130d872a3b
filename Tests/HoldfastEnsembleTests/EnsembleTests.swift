import HoldfastEnsemble
import Testing

extension RealServers {
    @Suite struct EnsembleTests {
        @Test func threeServersStartAndElectALeader() async throws {
            try await Ensemble.with(servers: 3) { ensemble in
                #expect(ensemble.servers.map(\.id) == [1, 2, 3])
                let leader = try await ensemble.leader()
                #expect(leader != nil)
                for server in ensemble.servers {
                    let answer = try await server.fourLetterWord("ruok")
                    #expect(answer == "imok")
                    #expect(server.isRunning)
                }
                let ports = ensemble.servers.flatMap { [$0.clientPort, $0.proxy.port] }
                #expect(Set(ports).count == 6)
                let addresses = ensemble.servers.map { "127.0.0.1:\($0.clientPort)" }
                #expect(ensemble.connectString == addresses.joined(separator: ","))
                #expect(ensemble.proxiedConnectString.split(separator: ",").count == 3)
            }
        }

        @Test func oneServerStandsAlone() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let leader = try await ensemble.leader()
                #expect(leader?.id == 1)
            }
        }

        @Test func aKilledLeaderIsFollowedByAnother() async throws {
            try await Ensemble.with { ensemble in
                let first = try #require(try await ensemble.leader())
                let process = try #require(first.processIdentifier)
                try await first.kill()
                #expect(!ProcessTable.exists(process))
                try await ensemble.waitUntilServing()
                let second = try #require(try await ensemble.leader())
                #expect(second.id != first.id)

                try await first.start()
                #expect(try await mode(of: first, becomes: "follower"))
            }
        }

        @Test func aHungLeaderIsReplacedAndFollowsWhenResumed() async throws {
            try await Ensemble.with { ensemble in
                let first = try #require(try await ensemble.leader())
                try await first.hang()
                let hungAt = ContinuousClock.now
                #expect(try await ensemble.leader()?.id != first.id)
                try await ensemble.waitUntilServing()
                #expect(try await ensemble.leader() != nil)
                #expect(ContinuousClock.now - hungAt < .seconds(6))
                #expect(first.isRunning)

                try await first.resume()
                #expect(try await mode(of: first, becomes: "follower"))
            }
        }

        @Test func aStoppedServerEndsAlsoWhenItHangs() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let server = ensemble.servers[0]
                try await server.stop()
                #expect(!server.isRunning)
                try await server.start()
                try await ensemble.waitUntilServing()
                try await server.hang()
                try await server.stop()
                #expect(!server.isRunning)
                await #expect(throws: EnsembleError.self) { try await server.kill() }
            }
        }

        @Test func aWipedEnsembleServesAnEmptyTree() async throws {
            try await Ensemble.with { ensemble in
                // An election writes the epoch to the disk: after two of them the leader's transactions begin with 2.
                try await ensemble.leader()?.kill()
                try await ensemble.waitUntilServing()
                #expect(try await epoch(of: ensemble) >= 2)
                let processes = ensemble.servers.compactMap(\.processIdentifier)

                try await ensemble.wipe()
                try await ensemble.waitUntilServing()
                #expect(try await epoch(of: ensemble) == 1)
                // The root, /zookeeper, and its two children are there from the beginning.
                let leader = try #require(try await ensemble.leader())
                #expect(try await leader.fourLetterWord("mntr").contains("zk_znode_count\t5"))
                #expect(!processes.contains(where: ProcessTable.exists))
            }
        }

        @Test func nothingIsLeftAfterABodyThatThrows() async throws {
            struct Failure: Error {}
            let seen = Seen()
            await #expect(throws: Failure.self) {
                try await Ensemble.with(servers: 2) { ensemble in
                    try await ensemble.servers[1].hang()
                    await seen.add(ensemble.servers.compactMap(\.processIdentifier))
                    throw Failure()
                }
            }
            let processes = await seen.processes
            #expect(processes.count == 2)
            #expect(!processes.contains(where: ProcessTable.exists))
        }

        @Test func nothingIsLeftAfterCancellation() async throws {
            let (ready, feed) = AsyncStream.makeStream(of: [Int32].self)
            let processes = await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    try? await Ensemble.with(servers: 1) { ensemble in
                        feed.yield(ensemble.servers.compactMap(\.processIdentifier))
                        try await Poll.until(every: .seconds(60), limit: .seconds(60)) { nil as Void? }
                    }
                    feed.finish()
                }
                let processes = await ready.first { _ in true } ?? []
                group.cancelAll()
                return processes
            }
            #expect(processes.count == 1)
            #expect(!processes.contains(where: ProcessTable.exists))
        }

        @Test(arguments: [0, -1, 6])
        func otherCountsThanOneToFiveAreRefused(count: Int) async {
            let error = await #expect(throws: EnsembleError.self) { try await Ensemble.with(servers: count) { _ in } }
            #expect(error?.code == .invalidServerCount)
        }

        private func mode(of server: EnsembleServer, becomes mode: String) async throws -> Bool {
            let seen: Void? = try await Poll.until(every: .milliseconds(50), limit: .seconds(20)) {
                let answer = try? await server.fourLetterWord("srvr")
                return answer?.contains("Mode: \(mode)") == true ? () : nil
            }
            return seen != nil
        }

        private func epoch(of ensemble: Ensemble) async throws -> UInt64 {
            let leader = try #require(try await ensemble.leader())
            let report = try await leader.fourLetterWord("srvr")
            let line = try #require(report.split(separator: "\n").first { $0.hasPrefix("Zxid: 0x") })
            return try #require(UInt64(line.dropFirst("Zxid: 0x".count), radix: 16)) >> 32
        }
    }

    private actor Seen {
        private(set) var processes: [Int32] = []

        func add(_ more: [Int32]) {
            self.processes += more
        }
    }
}
