import ClientSupport
import Foundation
import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

extension RealServerTests {
    /// What the server keeps armed for a client.
    @Suite struct ClientWatchTests {
        @Test func droppedWatchesAreTakenFromTheServer() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let server = ensemble.servers[0]
                try await withClient(ensemble.proxiedConnectString) { client in
                    let connection = try await client.connected()
                    for number in 0..<50 {
                        _ = try await client.create(ZNodePath("/n\(number)"), data: nil, mode: .persistent)
                    }
                    var kept: [Watch] = []
                    for number in 0..<50 {
                        let path = try ZNodePath("/n\(number)")
                        for keeps in [false, number.isMultiple(of: 5)] {
                            let watches = (Watch(), Watch(), Watch())
                            _ = try await client.data(at: path, arming: watches.0)
                            _ = try await client.children(of: path, arming: watches.1)
                            _ = try await client.exists(ZNodePath("/none\(number)"), arming: watches.2)
                            if keeps { kept += [watches.0, watches.1, watches.2] }
                        }
                    }
                    #expect(kept.count == 30)
                    try await eventually { try await server.armedWatches() == 30 }
                    let table = try client.admitted().0.table
                    #expect(table.watchedPlaceCount == 30)
                    // Those that are needed still live.
                    _ = try await client.setData([1], at: "/n5", version: nil)
                    #expect(try await kept[3].outcome() == .event(.dataChanged))
                    // Ended by a cut, they are armed again by the library, and then taken back.
                    try await server.proxy.cut()
                    _ = try await client.reconnects(after: connection)
                    for watch in kept.dropFirst(4) { #expect(try await watch.outcome() == .disconnected) }
                    try await eventually { try await server.armedWatches() == 0 }
                    try await eventually { try client.admitted().0.table.watchedPlaceCount == 0 }
                }
            }
        }

        @Test func removedWatchEndsAtOnce() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    try await client.connected()
                    let (first, second) = (Watch(), Watch())
                    _ = try await client.children(of: "/", arming: first)
                    _ = try await client.children(of: "/", arming: second)
                    first.remove()
                    #expect(try await first.outcome() == .removed)
                    _ = try await client.create("/a", data: nil, mode: .persistent)
                    #expect(try await second.outcome() == .event(.childrenChanged))
                    let third = Watch()
                    _ = try await client.children(of: "/", arming: third)
                    third.remove()
                    try await eventually { try await ensemble.servers[0].armedWatches() == 0 }
                }
            }
        }

        @Test func watchThatEndsWhileItsReadIsUnderWayIsTakenFromTheServer() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let server = ensemble.servers[0]
                try await withClient(ensemble.connectString, timeout: .seconds(8)) { client in
                    try await client.connected()
                    let table = try client.admitted().0.table
                    try await server.hang()
                    let watch = Watch()
                    let read = Task { try await client.data(at: "/", arming: watch) }
                    try await eventually { table.pendingCount == 1 }
                    watch.remove()
                    try await server.resume()
                    _ = try await read.value
                    try await eventually { table.watchedPlaceCount == 0 }
                    #expect(try await server.armedWatches() == 0)
                }
            }
        }

        /// With a watcher of its own for each watch, the library needs 1.7 s for each event of a session with 50,000.
        @Test func losingTheConnectionWithManyWatchesIsCheap() async throws {
            let count = Scale.of(10_000, soak: 50_000)
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                try await withClient(
                    ensemble.proxiedConnectString, adjust: { $0.maximumWatchBytes = 1_000_000 }
                ) { client in
                    let connection = try await client.connected()
                    let watches = (0..<count).map { _ in Watch() }
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for part in 0..<64 {
                            group.addTask {
                                for number in stride(from: part, to: count, by: 64) {
                                    _ = try await client.exists(ZNodePath("/w\(number)"), arming: watches[number])
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                    let table = try client.admitted().0.table
                    #expect(table.watchCount == count)
                    #expect(try await ensemble.servers[0].armedWatches() == count)
                    let clock = ContinuousClock()
                    try await proxy.blackhole()
                    let start = clock.now
                    // Resets the connection: the way of the event through the library, and to us.
                    try await proxy.slam()
                    try await client.reaches { if case .connected = $0 { false } else { true } }
                    let took = clock.now - start
                    #expect(took < .milliseconds(count > 10_000 ? 1000 : 500), "it took \(took)")
                    print("\(count) watches: the loss of the connection was known after \(took)")
                    try await proxy.restore()
                    _ = try await client.reconnects(after: connection)
                    #expect(try await watches[count - 1].outcome() == .disconnected)
                    // One word for each event of the session, and not one for each watch.
                    #expect(table.connection < 20)
                }
            }
        }

        @Test func slowListenerHoldsUpNoAnswer() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString, timeout: .seconds(1)) { client in
                    let connection = try await client.connected()
                    let isDone = Latest(false)
                    let watch = Watch()
                    _ = try await client.exists("/a", arming: watch)
                    // The event ends them all in one callback: a wait for each, however short, is the time of the listener.
                    let others = (0..<200).map { _ in Watch() }
                    for other in others { _ = try await client.exists("/a", arming: other) }
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask {
                            // Longer than the session's timeout, on a thread of its own: the pings go on all the same.
                            _ = try await watch.outcome()
                            await BlockingQueue.run { _ = usleep(3_000_000) }
                            isDone.set(true)
                        }
                        // Its answer comes behind the event, and those of the reads behind that.
                        _ = try await client.create("/a", data: nil, mode: .persistent)
                        for _ in 0..<20 { _ = try await client.exists("/a") }
                        #expect(!isDone.value)
                        for other in others { #expect(try await other.outcome() == .event(.created)) }
                        try await group.waitForAll()
                    }
                    #expect(try await client.connected() == connection)
                }
            }
        }

        /// A watch armed in the very moment in which the former one is taken back must not be lost.
        @Test func watchArmedDuringARemovalIsNotLost() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    try await client.connected()
                    _ = try await client.create("/a", data: nil, mode: .persistent)
                    for round in 0..<500 {
                        _ = try await client.data(at: "/a", arming: Watch())
                        let watch = Watch()
                        _ = try await client.data(at: "/a", arming: watch)
                        _ = try await client.setData([UInt8(round % 256)], at: "/a", version: nil)
                        #expect(try await watch.outcome() == .event(.dataChanged))
                    }
                    try await eventually { try await ensemble.servers[0].armedWatches() == 0 }
                }
            }
        }

        @Test func watchesBeyondTheBudgetAreRefusedAndThoseWithinSurviveACut() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(
                    ensemble.proxiedConnectString, adjust: { $0.maximumWatchBytes = 1_000_000 }
                ) { client in
                    let connection = try await client.connected()
                    // 996 bytes and 4: a thousand of them fit.
                    let watches = (0..<1000).map { _ in Watch() }
                    for (number, watch) in watches.enumerated() {
                        let path = "/w\(1000 + number)" + String(repeating: "x", count: 990)
                        _ = try await client.exists(ZNodePath(path), arming: watch)
                    }
                    let error = await expect(.tooManyWatches) {
                        try await client.exists("/w", arming: Watch())
                    }
                    #expect(error?.message.contains("1000000") == true)
                    #expect(try await client.connected() == connection)
                    // One packet arms them all again; were it too large, the server would cut us for ever.
                    try await ensemble.servers[0].proxy.cut()
                    let next = try await client.reconnects(after: connection)
                    #expect(next.sessionID == connection.sessionID)
                    try await client.sync("/")
                    for watch in [watches[0], watches[999]] { #expect(try await watch.outcome() == .disconnected) }
                }
            }
        }
    }
}
