import Foundation
import Testing

@testable import HoldfastEnsemble

/// What a proxy does to one connection, seen at both of its ends.
@Suite(.timeLimit(.minutes(1))) struct ProxyFaultTests {
    @Test func aOneWayHoleSwallowsRequestsAndLetsAnswersThrough() async throws {
        try await Bench.with { bench in
            try await bench.proxy.blackhole(.toServer)
            #expect(bench.client.send("request"))
            #expect(bench.server.send("answer"))
            #expect(bench.client.receive() == .text("answer"))
            #expect(bench.server.receive(within: .milliseconds(300)) == .nothing)
            try await bench.proxy.restore()
            #expect(bench.client.receive() == .reset)
            #expect(bench.server.receive() == .reset)
        }
    }

    @Test func aOneWayHoleSwallowsAnswersAndLetsRequestsThrough() async throws {
        try await Bench.with { bench in
            try await bench.proxy.blackhole(.toClient)
            // It holds for new connections too.
            let fresh = try Connection(port: bench.proxy.port)
            let freshServer = bench.listener.accept()
            for (client, server) in [(bench.client, bench.server), (fresh, freshServer)] {
                #expect(client.send("request"))
                #expect(server.receive() == .text("request"))
                #expect(server.send("answer"))
                #expect(client.receive(within: .milliseconds(300)) == .nothing)
            }
        }
    }

    @Test func aLostClientLeavesTheServersEndOpen() async throws {
        try await Bench.with { bench in
            try await bench.proxy.halfOpen(losing: .client)
            #expect(bench.client.receive() == .reset)
            #expect(bench.server.receive(within: .milliseconds(300)) == .nothing)
            #expect(bench.server.send("anybody?"))
            try await bench.expectNewConnectionsToPass()
            try await bench.proxy.restore()
            #expect(bench.server.receive() == .reset)
        }
    }

    @Test func aLostServerLeavesTheClientsEndOpen() async throws {
        try await Bench.with { bench in
            try await bench.proxy.halfOpen(losing: .server)
            #expect(bench.server.receive() == .reset)
            #expect(bench.client.receive(within: .milliseconds(300)) == .nothing)
            #expect(bench.client.send("anybody?"))
            try await bench.expectNewConnectionsToPass()
            try await bench.proxy.restore()
            #expect(bench.client.receive() == .reset)
        }
    }

    @Test func aDelayHoldsEveryByteAndTheEndAndKeepsTheirOrder() async throws {
        try await Bench.with { bench in
            try await bench.proxy.delay(by: .milliseconds(400))
            let sentAt = ContinuousClock.now
            #expect(bench.client.send("first "))
            #expect(bench.client.send("second"))
            bench.client.finish()
            #expect(bench.server.receiveAll() == "first second")
            #expect(ContinuousClock.now - sentAt >= .milliseconds(400))
        }
    }

    @Test func withoutItsDelayALineLetsGoWhatItHolds() async throws {
        try await Bench.with { bench in
            try await bench.proxy.delay(by: .seconds(600))
            #expect(bench.server.send("answer"))
            #expect(bench.client.receive(within: .milliseconds(300)) == .nothing)
            try await bench.proxy.restore()
            #expect(bench.client.receive() == .text("answer"))
        }
    }

    @Test func aNarrowLineTakesItsTimeAndLosesNothing() async throws {
        try await Bench.with { bench in
            try await bench.proxy.limit(bytesPerSecond: 20_000)
            let text = String(repeating: "0123456789", count: 1000)
            let sentAt = ContinuousClock.now
            #expect(bench.client.send(text))
            bench.client.finish()
            #expect(bench.server.receiveAll() == text)
            // 10,000 bytes at 20,000 a second.
            #expect(ContinuousClock.now - sentAt >= .milliseconds(450))
        }
    }

    @Test func aNarrowLineMakesTheSenderWait() async throws {
        try await Bench.with { bench in
            try await bench.proxy.limit(bytesPerSecond: 1000)
            let sent = bench.client.sendUntilStuck(limit: 256 << 20, patience: .milliseconds(300))
            // The rest is in the kernel's buffers.
            #expect(sent < 64 << 20)
        }
    }

    @Test func whatAClientSaysBeforeItHangsUpArrives() async throws {
        try await Bench.with { bench in
            for _ in 1...50 {
                var hasty: Connection? = try Connection(port: bench.proxy.port)
                #expect(hasty?.send("a word") == true)
                hasty = nil
                #expect(bench.listener.accept().receiveAll() == "a word")
            }
        }
    }

    @Test func whatNoNetworkDoesIsRefusedWithWords() async throws {
        try await Bench.with { bench in
            let width = await #expect(throws: EnsembleError.self) { try await bench.proxy.limit(bytesPerSecond: 0) }
            #expect(width?.code == .impossible)
            let delay = await #expect(throws: EnsembleError.self) { try await bench.proxy.delay(by: .seconds(-1)) }
            #expect(delay?.code == .impossible)
        }
    }

    /// A proxy with one connection through it.
    private struct Bench {
        let listener: Listener
        let proxy: FaultProxy
        let client: Connection
        let server: Connection

        static func with(_ body: (Bench) async throws -> Void) async throws {
            let block = try await PortBlock.reserve(forServers: 1)
            let ports = block.ports(ofServer: 1)
            let listener = try Listener(port: ports.client)
            let proxy = FaultProxy(port: ports.proxy, serverPort: ports.client)
            let outcome: Result<Void, any Error>
            do {
                try await proxy.open()
                let client = try Connection(port: ports.proxy)
                let server = listener.accept()
                // Once a byte came through, the two ends are joined.
                try #require(client.send("!"))
                try #require(server.receive() == .text("!"))
                outcome = .success(
                    try await body(Bench(listener: listener, proxy: proxy, client: client, server: server)))
            } catch {
                outcome = .failure(error)
            }
            await proxy.close()
            await block.release()
            try outcome.get()
        }

        func expectNewConnectionsToPass() async throws {
            let client = try Connection(port: self.proxy.port)
            let server = self.listener.accept()
            #expect(client.send("new"))
            #expect(server.receive() == .text("new"))
        }
    }
}
