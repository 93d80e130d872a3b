import ClientSupport
import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

extension RealServerTests {
    /// Many operations at once, and what becomes of them at a cancellation, a close, an expiry.
    @Suite struct ClientLoadTests {
        @Test func closeAnswersAThousandPendingOperations() async throws {
            // A long session: the silence of the server must not end the connection before all operations are under way.
            var options = Ensemble.Options()
            options.tickTime = .seconds(1)
            try await Ensemble.with(servers: 1, options: options) { ensemble in
                let server = ensemble.servers[0]
                let handles = HandleRegistry.count
                try await withClient(ensemble.connectString, timeout: .seconds(20)) { client in
                    try await client.connected()
                    let (handle, _) = try client.admitted()
                    try await server.hang()
                    let codes = try await withThrowingTaskGroup(of: ZooKeeperError.Code?.self) { group in
                        for _ in 0..<1000 {
                            group.addTask {
                                do throws(ZooKeeperError) {
                                    _ = try await client.data(at: "/")
                                    return nil
                                } catch {
                                    return error.code
                                }
                            }
                        }
                        try await eventually { handle.table.pendingCount == 512 && handle.table.permits.waiting == 488 }
                        let clock = ContinuousClock()
                        let start = clock.now
                        await client.close()
                        #expect(clock.now - start < .seconds(6))
                        return try await group.reduce(into: []) { $0.append($1) }
                    }
                    #expect(codes.count == 1000)
                    #expect(codes.allSatisfy { $0 == .closed }, "\(Set(codes))")
                    #expect(handle.table.pendingCount == 0)
                    try await server.resume()
                }
                #expect(HandleRegistry.count == handles)
            }
        }

        @Test func cancelledOperationReturnsAtOnceAndTheCapHolds() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let server = ensemble.servers[0]
                try await withClient(ensemble.connectString, adjust: { $0.maximumInFlight = 8 }) { client in
                    try await client.connected()
                    let (handle, _) = try client.admitted()
                    try await server.hang()
                    let write = Task { try await client.create("/c", data: nil, mode: .persistent) }
                    try await eventually { handle.table.pendingCount == 1 }
                    write.cancel()
                    let cancelled = await #expect(throws: ZooKeeperError.self) { try await write.value }
                    #expect(cancelled?.code == .cancelled)
                    #expect(cancelled?.mayHaveBeenApplied == true)

                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<50 { group.addTask { _ = try await client.exists("/c") } }
                        try await eventually { handle.table.permits.waiting == 43 }
                        #expect(handle.table.pendingCount == 8)
                        let late = Task { try await client.create("/d", data: nil, mode: .persistent) }
                        try await eventually { handle.table.permits.waiting == 44 }
                        late.cancel()
                        let unsent = await #expect(throws: ZooKeeperError.self) { try await late.value }
                        #expect(unsent?.mayHaveBeenApplied == false)
                        try await server.resume()
                        try await group.waitForAll()
                    }
                    #expect(handle.table.pendingCount == 0)
                    #expect(handle.table.permits.waiting == 0)
                    #expect(try await client.exists("/c") != nil)
                    #expect(try await client.exists("/d") == nil)
                }
            }
        }

        @Test func connectionsCutUnderLoadAnswerEachOperationOnce() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                try await withClient(ensemble.proxiedConnectString) { client in
                    var connection = try await client.connected()
                    for _ in 0..<20 {
                        let answers = await withTaskGroup(of: Int.self) { group in
                            for _ in 0..<200 {
                                group.addTask {
                                    do throws(ZooKeeperError) {
                                        _ = try await client.data(at: "/")
                                    } catch {
                                        #expect(error.code == .connectionLoss)
                                    }
                                    return 1
                                }
                            }
                            group.addTask {
                                try? await proxy.cut()
                                return 0
                            }
                            return await group.reduce(0, +)
                        }
                        #expect(answers == 200)
                        connection = try await client.reconnects(after: connection)
                    }
                    #expect(try client.admitted().0.table.pendingCount == 0)
                }
            }
        }

        @Test func transactionsSurviveExpiries() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let address = ServerAddress(host: "127.0.0.1", port: UInt16(ensemble.servers[0].clientPort))
                for _ in 0..<Scale.of(30, soak: 300) { try await ExpiryHammer.round(address) }
            }
        }
    }
}
