import ClientSupport
import HoldfastEnsemble
import Logging
import Testing

@testable import HoldfastZooKeeper

extension RealServerTests {
    /// What each operation does, on one real server.
    @Suite struct ClientOperationTests {
        @Test func operationsDoWhatTheySay() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    let connection = try await client.connected()
                    #expect(connection.ordinal == 1)
                    #expect(connection.negotiatedTimeout == .seconds(4))
                    try await nodesAreMadeReadAndDeleted(client, connection)
                    try await dataKeepTheirKind(client)
                    try await watchesEnd(client)
                    try await transactionsAreWholeOrNot(client)
                    try await oversizeIsRefusedHere(client)
                    try await childrenComeWhole(client)
                    #expect(try await client.connected() == connection)
                }
            }
        }

        private func nodesAreMadeReadAndDeleted(_ client: ZooKeeperClient, _ connection: SessionConnection) async throws
        {
            #expect(try await client.exists("/n") == nil)
            let made = try await client.create("/n", data: [1, 2], mode: .persistent)
            #expect(made.path == "/n")
            #expect(made.stat.czxid > 0 && made.stat.ephemeralOwner == 0)
            let again = await expect(.nodeExists) {
                try await client.create("/n", data: nil, mode: .persistent)
            }
            #expect(again?.mayHaveBeenApplied == false)
            let ephemeral = try await client.create("/n/e", data: [], mode: .ephemeral)
            #expect(ephemeral.stat.ephemeralOwner == connection.sessionID)
            let set = try await client.setData([3], at: "/n", version: 0)
            #expect(set.version == 1)
            _ = await expect(.badVersion) {
                try await client.setData([4], at: "/n", version: 0)
            }
            let read = try await client.data(at: "/n")
            #expect(read.bytes == [3])
            #expect(read.stat.version == 1)
            let children = try await client.children(of: "/n")
            #expect(children.names == ["e"])
            #expect(children.stat.numberOfChildren == 1)
            #expect(children.stat.pzxid == ephemeral.stat.czxid)
            #expect(try await client.exists("/n") == children.stat)
            _ = await expect(.notEmpty) { try await client.delete("/n", version: nil) }
            _ = await expect(.noChildrenForEphemerals) {
                try await client.create("/n/e/x", data: nil, mode: .persistent)
            }
            try await client.delete("/n/e", version: 0)
            try await client.sync("/n")
            try await client.delete("/n", version: nil)
            _ = await expect(.noNode) { try await client.children(of: "/n") }
        }

        private func dataKeepTheirKind(_ client: ZooKeeperClient) async throws {
            let all = [UInt8](0...255)
            let kinds: [[UInt8]?] = [nil, [], [0], all, Array(repeating: 0, count: 1000)]
            for data in kinds {
                _ = try await client.create("/kind", data: data, mode: .persistent)
                #expect(try await client.data(at: "/kind").bytes == data)
                try await client.delete("/kind", version: nil)
                _ = try await client.create("/kind", data: [9], mode: .persistent)
                _ = try await client.setData(data, at: "/kind", version: nil)
                #expect(try await client.data(at: "/kind").bytes == data)
                _ = try await client.multi([
                    .delete("/kind", version: nil), .create("/kind", data: data, mode: .persistent),
                ])
                #expect(try await client.data(at: "/kind").bytes == data)
                try await client.delete("/kind", version: nil)
            }
        }

        private func watchesEnd(_ client: ZooKeeperClient) async throws {
            let created = Watch()
            #expect(try await client.exists("/w", arming: created) == nil)
            _ = try await client.create("/w", data: [1], mode: .persistent)
            #expect(try await created.outcome() == .event(.created))

            let (data, children, gone) = (Watch(), Watch(), Watch())
            _ = try await client.data(at: "/w", arming: data)
            _ = try await client.children(of: "/w", arming: children)
            _ = try await client.create("/w/c", data: nil, mode: .persistent)
            #expect(try await children.outcome() == .event(.childrenChanged))
            _ = try await client.setData([2], at: "/w", version: nil)
            #expect(try await data.outcome() == .event(.dataChanged))

            let (node, list) = (Watch(), Watch())
            _ = try await client.data(at: "/w/c", arming: node)
            _ = try await client.children(of: "/w/c", arming: list)
            _ = try await client.exists("/w/c", arming: gone)
            try await client.delete("/w/c", version: nil)
            for watch in [node, list, gone] { #expect(try await watch.outcome() == .event(.deleted)) }

            let never = Watch()
            _ = await expect(.noNode) { try await client.data(at: "/w/c", arming: never) }
            #expect(try client.admitted().0.table.watchCount == 0)
            try await client.delete("/w", version: nil)
        }

        private func transactionsAreWholeOrNot(_ client: ZooKeeperClient) async throws {
            let results = try await client.multi([
                .create("/t", data: [1], mode: .persistent), .setData("/t", data: nil, version: 0),
                .check("/t", version: 1), .create("/t/c", data: nil, mode: .ephemeral), .delete("/t/c", version: nil),
            ])
            #expect(results.count == 5)
            #expect(results[0] == .created("/t"))
            if case .dataSet(let stat) = results[1] { #expect(stat.version == 1) } else { Issue.record("\(results)") }
            #expect(results[2...] == [.done, .created("/t/c"), .done])

            let failures: [([TransactionOperation], ZooKeeperError.Code, Int)] = [
                ([.delete("/no", version: nil), .create("/t/x", data: nil, mode: .persistent)], .noNode, 0),
                (
                    [
                        .create("/t/x", data: nil, mode: .persistent), .check("/t", version: 9),
                        .delete("/t", version: nil),
                    ], .badVersion, 1
                ),
                (
                    [.setData("/t", data: [5], version: nil), .create("/t", data: nil, mode: .persistent)], .nodeExists,
                    1
                ),
            ]
            for (operations, code, index) in failures {
                let error = await expect(code) { try await client.multi(operations) }
                #expect(error?.failedOperation == index)
                #expect(error?.mayHaveBeenApplied == false)
            }
            #expect(try await client.children(of: "/t").names == [])
            #expect(try await client.multi([]) == [])
            try await client.delete("/t", version: 1)
        }

        private func oversizeIsRefusedHere(_ client: ZooKeeperClient) async throws {
            let fits = Array(repeating: UInt8(7), count: 1_048_575 - RequestSize.create("/big", data: nil))
            _ = try await client.create("/big", data: fits, mode: .persistent)
            #expect(try await client.data(at: "/big").bytes?.count == fits.count)
            let tooBig = Array(repeating: UInt8(7), count: 1_200_000)
            let half = Array(repeating: UInt8(7), count: 600_000)
            let refused = [
                await expect(.badArguments) { try await client.create("/big2", data: fits + [1], mode: .persistent) },
                await expect(.badArguments) { try await client.setData(tooBig, at: "/big", version: nil) },
                await expect(.badArguments) {
                    try await client.multi([
                        .setData("/big", data: half, version: nil), .setData("/big", data: half, version: nil),
                    ])
                },
            ]
            for error in refused {
                #expect(error?.message.contains("servers take at most 1048575") == true, "\(error?.message ?? "")")
            }
            try await client.delete("/big", version: 0)
        }

        private func childrenComeWhole(_ client: ZooKeeperClient) async throws {
            _ = try await client.create("/many", data: nil, mode: .persistent)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<2000 {
                    group.addTask {
                        _ = try await client.create(ZNodePath("/many/ü\(number)"), data: nil, mode: .persistent)
                    }
                }
                try await group.waitForAll()
            }
            let children = try await client.children(of: "/many")
            #expect(Set(children.names) == Set((0..<2000).map { ZNodeName("ü\($0)") }))
            #expect(children.stat.cversion == 2000)
        }

        @Test func clientWithoutAConnectionRefusesAndClosesAtOnce() async throws {
            let client = ZooKeeperClient(
                configuration: .init(servers: "127.0.0.1:1"),
                logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            let error = await expect(.connectionLoss) {
                try await client.create("/a", data: nil, mode: .persistent)
            }
            #expect(error?.mayHaveBeenApplied == false)
            await client.close()
            await client.close()
            _ = await expect(.closed) { try await client.sync("/") }
            _ = await expect(.closed) { try await client.connected() }
            await #expect(throws: ZooKeeperError.clientIsClosed) { try await client.run() }
            #expect(await client.sessionStates.reduce(into: []) { $0.append($1) } == [.closed])
        }
    }
}
