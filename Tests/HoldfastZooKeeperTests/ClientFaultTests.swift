import ClientSupport
import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

extension RealServerTests {
    /// What becomes of the session when servers and connections fail.
    @Suite struct ClientFaultTests {
        @Test func cutLeavesTheSessionAndItsEphemerals() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.proxiedConnectString) { client in
                    var connection = try await client.connected()
                    _ = try await client.create("/e", data: nil, mode: .ephemeral)
                    let session = connection.sessionID
                    for round in 1...10 {
                        let watch = Watch()
                        _ = try await client.data(at: "/e", arming: watch)
                        try await ensemble.servers[0].proxy.cut()
                        connection = try await client.reconnects(after: connection)
                        #expect(connection.sessionID == session)
                        #expect(try await client.exists("/e")?.ephemeralOwner == session)
                        #expect(try await watch.outcome() == .disconnected, "round \(round)")
                        #expect(try client.admitted().0.table.watchCount == 0)
                    }
                }
            }
        }

        @Test func refusalIsOutlived() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                try await withClient(ensemble.proxiedConnectString) { client in
                    let connection = try await client.connected()
                    let before = proxy.connectionsAccepted
                    try await proxy.slam()
                    try await eventually { proxy.connectionsAccepted >= before + 10 }
                    try await client.reaches {
                        $0 == .disconnected(leasesHold: true) || $0 == .disconnected(leasesHold: false)
                    }
                    try await proxy.restore()
                    let next = try await client.reconnects(after: connection)
                    #expect(next.ordinal >= 2)
                }
            }
        }

        @Test func longRefusalIsKnockedAtTwiceASecondAtMost() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                try await proxy.slam()
                try await withClient(ensemble.proxiedConnectString) { client in
                    let clock = ContinuousClock()
                    try await eventually { proxy.connectionsAccepted >= 5 }
                    let start = clock.now
                    let before = proxy.connectionsAccepted
                    let seconds = Scale.of(5, soak: 60)
                    try await eventually(.seconds(100)) { clock.now - start >= .seconds(seconds) }
                    let knocks = proxy.connectionsAccepted - before
                    #expect((1...2 * seconds).contains(knocks), "\(knocks) knocks in \(seconds) s")
                    try await proxy.restore()
                    let restored = clock.now
                    try await client.connected()
                    let took = clock.now - restored
                    #expect(took < .seconds(5), "back after \(took); a quiet machine needs less than three")
                    print("\(knocks) knocks in \(seconds) s, and back \(took) after the refusals ended")
                }
            }
        }

        @Test func silenceExpiresTheSessionAndANewOneIsOpened() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                try await withClient(ensemble.proxiedConnectString, timeout: .seconds(1)) { client in
                    let connection = try await client.connected()
                    _ = try await client.create("/e", data: nil, mode: .ephemeral)
                    let watch = Watch()
                    _ = try await client.data(at: "/e", arming: watch)
                    var states = client.sessionStates.makeAsyncIterator()
                    try await proxy.blackhole()
                    var seen: [SessionState] = []
                    while seen.last != .disconnected(leasesHold: false), let state = await states.next() {
                        seen.append(state)
                    }
                    #expect(seen.contains(.disconnected(leasesHold: true)))
                    try await proxy.restore()
                    while let state = await states.next() {
                        seen.append(state)
                        if case .connected = state { break }
                    }
                    #expect(seen.contains(.lost(sessionID: connection.sessionID)))
                    let next = try await client.connected()
                    #expect(next.sessionID != connection.sessionID)
                    #expect(try await client.exists("/e") == nil)
                    #expect([.disconnected, .sessionLost].contains(try await watch.outcome()))
                    // The handle of the session that ended is closed.
                    try await eventually { HandleRegistry.count == 1 }
                }
            }
        }

        @Test func lostSessionReachesEveryListenerOnce() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                let (heard, ended) = try await withClient(ensemble.proxiedConnectString, timeout: .seconds(1)) {
                    client in
                    let feeds = (0..<5).map { _ in client.lostSessions.makeAsyncIterator() }
                    var ended: [Int64] = []
                    for _ in 0..<3 {
                        let connection = try await client.connected()
                        ended.append(connection.sessionID)
                        try await proxy.blackhole()
                        try await client.reaches { $0 == .disconnected(leasesHold: false) }
                        try await client.reaches { $0 != .disconnected(leasesHold: false) }
                        try await proxy.restore()
                        _ = try await client.reconnects(after: connection)
                    }
                    await client.close()
                    var heard: [[Int64]] = []
                    for var feed in feeds {
                        var ids: [Int64] = []
                        while let id = await feed.next() { ids.append(id) }
                        heard.append(ids)
                    }
                    return (heard, ended)
                }
                #expect(ended.count == 3 && Set(ended).count == 3)
                #expect(heard == Array(repeating: ended, count: 5))
            }
        }

        @Test func deadServerIsLeftForALivingOne() async throws {
            try await failsOver(timeout: .seconds(4), within: .seconds(3)) { try await $0.kill() }
        }

        @Test func hungServerIsLeftForALivingOne() async throws {
            // Two thirds of the timeout until it is noticed, then the allowance.
            try await failsOver(timeout: .seconds(4), within: .milliseconds(2667 + 2500)) { try await $0.hang() }
        }

        /// The client has two of three servers to choose from; the one that it uses, a follower, fails.
        private func failsOver(
            timeout: Duration, within limit: Duration, _ fault: (EnsembleServer) async throws -> Void
        ) async throws {
            try await Ensemble.with(servers: 3) { ensemble in
                let leader = try #require(try await ensemble.leader())
                let followers = ensemble.servers.filter { $0.id != leader.id }
                let addresses = followers.map { "127.0.0.1:\($0.clientPort)" }.joined(separator: ",")
                try await withClient(addresses, timeout: timeout) { client in
                    let connection = try await client.connected()
                    _ = try await client.create("/e", data: nil, mode: .ephemeral)
                    let used = try await ensemble.server(of: connection)
                    let clock = ContinuousClock()
                    let start = clock.now
                    try await fault(used)
                    let next = try await client.reconnects(after: connection)
                    let took = clock.now - start
                    #expect(next.sessionID == connection.sessionID)
                    #expect(took < limit, "it took \(took)")
                    #expect(try await client.exists("/e")?.ephemeralOwner == next.sessionID)
                }
            }
        }

        @Test func wipedEnsembleIsTakenAsNew() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    let connection = try await client.connected()
                    for number in 0..<50 {
                        _ = try await client.create(ZNodePath("/n\(number)"), data: nil, mode: .persistent)
                    }
                    try await ensemble.wipe()
                    try await ensemble.waitUntilServing()
                    let clock = ContinuousClock()
                    let start = clock.now
                    let next = try await client.reconnects(after: connection)
                    let took = clock.now - start
                    #expect(took < connection.negotiatedTimeout * 3, "\(took) after their return")
                    #expect(next.sessionID != connection.sessionID)
                    #expect(try await client.exists("/n1") == nil)
                }
            }
        }
    }
}
