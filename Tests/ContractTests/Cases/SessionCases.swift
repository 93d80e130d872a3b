import HoldfastZooKeeper
import Testing

extension ContractCase {
    static let sessions: [ContractCase] = [
        ContractCase("ephemeral nodes belong to the session and end with it") { stage, home in
            try await stage.with { observer in
                let (node, list) = (Watch(), Watch())
                try await stage.with { client in
                    let session = try await client.connected().sessionID
                    let made = try await client.create(home / "e", data: nil, mode: .ephemeral)
                    #expect(made.stat.ephemeralOwner == session)
                    _ = try await client.create(home / "f", data: nil, mode: .ephemeral)
                    _ = try await client.create(home / "p", data: nil, mode: .persistent)
                    try await observer.sync(home)
                    _ = try await observer.exists(home / "e", arming: node)
                    _ = try await observer.children(of: home, arming: list)
                }
                #expect(try await node.outcome() == .event(.deleted))
                #expect(try await list.outcome() == .event(.childrenChanged))
                try await observer.sync(home)
                let left = try await observer.children(of: home)
                #expect(left.names == ["p"] && left.stat.cversion == 5)
                // Both went under the zxid that ended the session.
                #expect(left.stat.pzxid > left.stat.mzxid)
            }
        },
        ContractCase("a cut leaves the session and its ephemeral nodes") { stage, home in
            try await stage.with { client in
                var connection = try await client.connected()
                let made = try await client.create(home / "e", data: nil, mode: .ephemeral)
                for _ in 0..<5 {
                    try await stage.cut(client)
                    let next = try await client.connected(after: connection)
                    #expect(next.sessionID == connection.sessionID && next.ordinal == connection.ordinal + 1)
                    #expect(next.negotiatedTimeout == connection.negotiatedTimeout)
                    #expect(try await client.exists(home / "e") == made.stat)
                    connection = next
                }
            }
        },
        ContractCase("an expired session is lost, with its ephemeral nodes and watches") { stage, home in
            try await stage.with { client in
                let connection = try await client.connected()
                _ = try await client.create(home / "e", data: nil, mode: .ephemeral)
                let watch = Watch()
                _ = try await client.data(at: home, arming: watch)
                let (states, end) = (client.sessionStates, connection.ordinal)
                async let seen = Self.states(states, until: end + 1)
                try await stage.expire(client)
                let next = try await client.connected(after: connection)
                #expect(next.sessionID != connection.sessionID && next.ordinal == connection.ordinal + 1)
                #expect([.sessionLost, .disconnected].contains(try await watch.outcome()))
                #expect(try await client.exists(home / "e") == nil)
                let states2 = await seen
                #expect(states2.first == .connected(connection) && states2.last == .connected(next), "\(states2)")
                // A state that nobody looked at in time is skipped; none comes that was not.
                for state in states2.dropFirst().dropLast() {
                    #expect([.disconnected(leasesHold: true), .lost(sessionID: connection.sessionID)].contains(state))
                }
            }
        },
        ContractCase("while nobody answers every operation fails at once, and was not sent") { stage, home in
            try await stage.with { client in
                let connection = try await client.connected()
                try await stage.refuse(client)
                let isDisconnected = try await stage.eventually {
                    let error = await Self.error { try await client.exists(home) }
                    return error?.code == .connectionLoss
                }
                #expect(isDisconnected)
                let error = await fails(.connectionLoss) {
                    try await client.create(home / "a", data: nil, mode: .persistent)
                }
                #expect(error?.mayHaveBeenApplied == false && error?.sessionIsGone == false)
                await fails(.connectionLoss) { try await client.multi([.check(home, version: nil)]) }
                await fails(.connectionLoss) { try await client.sync(home) }
                try await stage.reconnect(client)
                let next = try await client.connected(after: connection)
                #expect(next.sessionID == connection.sessionID)
                #expect(try await client.exists(home / "a") == nil)
            }
        },
        ContractCase("a session that nobody hears of is lost after twice its timeout, and its leases end before") {
            stage, home in
            try await stage.with(timeout: .seconds(1)) { client in
                let connection = try await client.connected()
                #expect(connection.negotiatedTimeout == .seconds(1))
                let (states, end) = (client.sessionStates, connection.ordinal)
                async let seen = Self.states(states, until: end + 1)
                try await stage.refuse(client)
                let isLost = try await stage.eventually {
                    for await state in client.sessionStates { return state == .lost(sessionID: connection.sessionID) }
                    return false
                }
                #expect(isLost)
                try await stage.reconnect(client)
                let next = try await client.connected(after: connection)
                #expect(next.sessionID != connection.sessionID)
                let all = await seen
                #expect(
                    all == [
                        .connected(connection), .disconnected(leasesHold: true), .disconnected(leasesHold: false),
                        .lost(sessionID: connection.sessionID), .connected(next),
                    ])
            }
        },
        ContractCase("the timeout is as the servers grant it") { stage, home in
            // From 2 to 20 ticks of 200 ms.
            for (asked, granted) in [(100, 400), (1500, 1500), (60_000, 4000)] {
                try await stage.with(timeout: .milliseconds(asked)) { client in
                    let timeout = try await client.connected().negotiatedTimeout
                    #expect(timeout == .milliseconds(granted))
                }
            }
        },
        ContractCase("a closed client says so to everybody") { stage, home in
            try await stage.with { client in
                let watch = Watch()
                _ = try await client.data(at: home, arming: watch)
                let states = client.sessionStates
                await stage.close(client)
                #expect(try await watch.outcome() == .closed)
                await fails(.closed) { try await client.exists(home) }
                let error = await fails(.closed) { try await client.setData(nil, at: home, version: nil) }
                #expect(error?.sessionIsGone == true && error?.mayHaveBeenApplied == false)
                await fails(.closed) { try await client.connected() }
                #expect(await states.reduce(into: []) { $0.append($1) } == [.closed])
            }
        },
    ]

    private static func states(_ states: SessionStates, until ordinal: Int) async -> [SessionState] {
        var seen: [SessionState] = []
        for await state in states {
            seen.append(state)
            if case .connected(let connection) = state, connection.ordinal >= ordinal { break }
        }
        return seen
    }

    private static func error(_ operation: () async throws -> some Any) async -> ZooKeeperError? {
        do {
            _ = try await operation()
            return nil
        } catch {
            return error as? ZooKeeperError
        }
    }
}
