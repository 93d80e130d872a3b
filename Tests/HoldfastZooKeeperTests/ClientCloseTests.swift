import ClientSupport
import HoldfastEnsemble
import Logging
import Testing

@testable import HoldfastZooKeeper

extension RealServerTests {
    /// What becomes of everything at a close.
    @Suite struct ClientCloseTests {
        @Test func closesWithWorkPendingLoseAndLeakNothing() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let address = ServerAddress(host: "127.0.0.1", port: UInt16(ensemble.servers[0].clientPort))
                for _ in 0..<8 { try await closeWithWorkPending(address, requests: 21) }
                let before = try ProcessCounts.now()
                let handles = HandleRegistry.count
                for _ in 0..<Scale.of(25, soak: 250) {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<8 { group.addTask { try await closeWithWorkPending(address, requests: 21) } }
                        try await group.waitForAll()
                    }
                }
                #expect(HandleRegistry.count == handles)
                try await eventually {
                    let now = try ProcessCounts.now()
                    // The system's own pools may grow by a few; each handle that is left would be two threads and three
                    // descriptors.
                    return now.threads <= before.threads + 8 && now.descriptors <= before.descriptors + 4
                }
            }
        }

        /// One handle, closed while all of its requests are under way: each is answered once.
        private func closeWithWorkPending(_ address: ServerAddress, requests: Int) async throws {
            let (events, inbox) = AsyncStream.makeStream(of: HandleEvent.Kind.self)
            let handle = Handle(at: address, HandleLimits(), HandleHooks { inbox.yield($0.kind) })
            #expect(await handle.open(timeout: .seconds(4), resuming: nil))
            var session = events.makeAsyncIterator()
            _ = await session.next()
            let answers = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<requests {
                    group.addTask {
                        do throws(ZooKeeperError) {
                            _ = try await handle.data(at: "/", arming: nil, for: handle.table.connection)
                        } catch {
                            #expect([.closed, .connectionLoss].contains(error.code), "\(error)")
                        }
                        return 1
                    }
                }
                group.addTask {
                    #expect(await handle.close(.closed, sparingConnected: false, grace: .zero))
                    return 0
                }
                return await group.reduce(0, +)
            }
            #expect(answers == requests)
            #expect(handle.table.pendingCount == 0)
            #expect(handle.progress() == nil, "the library's memory is gone: it is not asked any more")
            #expect(await handle.close(.closed, sparingConnected: false, grace: .zero), "closing again does nothing")
        }

        @Test func callsBesideACloseAreAnswered() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                for _ in 0..<Scale.of(20, soak: 200) {
                    let answered = try await withClient(ensemble.connectString) { client in
                        try await client.connected()
                        return await withTaskGroup(of: Int.self) { group in
                            for caller in 0..<8 {
                                group.addTask {
                                    var calls = 0
                                    while true {
                                        calls += 1
                                        do throws(ZooKeeperError) {
                                            _ = try await client.exists("/", arming: caller == 0 ? Watch() : nil)
                                        } catch {
                                            if error.code == .closed { return calls }
                                        }
                                    }
                                }
                            }
                            await Task.yield()
                            await client.close()
                            return await group.reduce(0, +)
                        }
                    }
                    #expect(answered >= 8)
                }
            }
        }

        @Test func closesOnHungServersLeaveTheSharedThreadsFree() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let server = ensemble.servers[0]
                let address = ServerAddress(host: "127.0.0.1", port: UInt16(server.clientPort))
                var handles: [Handle] = []
                for _ in 0..<4 {
                    let (events, inbox) = AsyncStream.makeStream(of: HandleEvent.Kind.self)
                    let handle = Handle(at: address, HandleLimits(), HandleHooks { inbox.yield($0.kind) })
                    #expect(await handle.open(timeout: .seconds(4), resuming: nil))
                    var session = events.makeAsyncIterator()
                    _ = await session.next()
                    handles.append(handle)
                }
                try await server.hang()
                let (order, inbox) = AsyncStream.makeStream(of: String.self)
                await withTaskGroup(of: Void.self) { group in
                    for handle in handles {
                        group.addTask {
                            _ = await handle.close(.closed, sparingConnected: false, grace: .zero)
                            inbox.yield("close")
                        }
                    }
                    group.addTask {
                        // More turns than there are threads, each of which would wait behind a close that blocks one.
                        for _ in 0..<100 { await Task.yield() }
                        inbox.yield("turns")
                    }
                    await group.waitForAll()
                }
                var first = order.makeAsyncIterator()
                #expect(await first.next() == "turns")
                try await server.resume()
            }
        }

        @Test func closeFromWithinATaskThatAWatchWokeEnds() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    try await client.connected()
                    let watch = Watch()
                    _ = try await client.exists("/a", arming: watch)
                    async let closing: Void = {
                        _ = try await watch.outcome()
                        await client.close()
                    }()
                    _ = try await client.create("/a", data: nil, mode: .persistent)
                    try await closing
                    #expect(await client.sessionStates.reduce(into: []) { $0.append($1) } == [.closed])
                }
            }
        }

        @Test func cancelledClientLeavesNothing() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let servers = try ServerList(ensemble.connectString)
                let before = HandleRegistry.count
                for _ in 0..<10 {
                    let client = ZooKeeperClient(
                        configuration: .init(servers: servers),
                        logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() })
                    let running = Task { try await client.run() }
                    try await client.connected()
                    running.cancel()
                    try await running.value
                }
                #expect(HandleRegistry.count == before)
                // Their sessions were closed, not left to time out.
                try await eventually { try await ensemble.servers[0].count("zk_num_alive_connections") <= 1 }
            }
        }
    }
}
