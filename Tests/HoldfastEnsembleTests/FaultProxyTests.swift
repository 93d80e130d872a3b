import Foundation
import Testing

@testable import HoldfastEnsemble

extension RealServers {
    @Suite struct FaultProxyTests {
        @Test func forwardsAndCountsConnections() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                let before = proxy.connectionsAccepted
                let report = try await FourLetterWord.ask("srvr", port: proxy.port, limit: .seconds(5))
                #expect(report.contains("Mode: standalone"))
                try await self.expectForwarding(through: proxy)
                #expect(proxy.connectionsAccepted == before + 2)
            }
        }

        @Test func aCutResetsPresentConnectionsOnly() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                let present = try await self.connection(through: proxy)
                try await proxy.cut()
                #expect(present.receive() == .reset)
                try await self.expectForwarding(through: proxy)
            }
        }

        @Test func refusedConnectionsComeBackAfterRestore() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                let present = try await self.connection(through: proxy)
                try await proxy.refuse()
                #expect(present.receive() == .reset)
                let failure = #expect(throws: Connection.Failure.self) { try Connection(port: proxy.port) }
                #expect(failure?.number == ECONNREFUSED)
                try await proxy.restore()
                try await self.expectForwarding(through: proxy)
            }
        }

        @Test func slammedConnectionsAreCountedAndReset() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                try await proxy.slam()
                let before = proxy.connectionsAccepted
                for _ in 1...3 { #expect(try Connection(port: proxy.port).receive() == .reset) }
                #expect(proxy.connectionsAccepted == before + 3)
                try await proxy.restore()
                try await self.expectForwarding(through: proxy)
            }
        }

        @Test func aBlackHoleKeepsConnectionsOpenAndForwardsNothing() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                let present = try await self.connection(through: proxy)
                try await proxy.blackhole()
                let fresh = try Connection(port: proxy.port)
                #expect(present.send("ruok"))
                #expect(fresh.send("ruok"))
                #expect(present.receive(within: .milliseconds(300)) == .nothing)
                #expect(fresh.receive(within: .milliseconds(300)) == .nothing)
                // Nor does the client hear that the server has died.
                try await ensemble.servers[0].kill()
                #expect(present.receive(within: .milliseconds(300)) == .nothing)

                try await proxy.restore()
                #expect(present.receive() == .reset)
                #expect(fresh.receive() == .reset)
                try await ensemble.servers[0].start()
                try await ensemble.waitUntilServing()
                try await self.expectForwarding(through: proxy)
            }
        }

        private func expectForwarding(through proxy: FaultProxy) async throws {
            let answer = try await FourLetterWord.ask("ruok", port: proxy.port, limit: .seconds(5))
            #expect(answer == "imok")
        }

        /// A connection of which it is known that the proxy has it.
        private func connection(through proxy: FaultProxy) async throws -> Connection {
            let before = proxy.connectionsAccepted
            let connection = try Connection(port: proxy.port)
            let accepted: Void? = try await Poll.until(every: .milliseconds(5), limit: .seconds(5)) {
                proxy.connectionsAccepted > before ? () : nil
            }
            try #require(accepted != nil)
            return connection
        }
    }
}
