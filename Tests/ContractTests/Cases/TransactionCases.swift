import HoldfastZooKeeper
import Testing

extension ContractCase {
    static let transactions: [ContractCase] = [
        ContractCase("a transaction is carried out whole, under one zxid") { stage, home in
            try await stage.with { client in
                let before = try #require(try await client.exists(home))
                let results = try await client.multi([
                    .create(home / "a", data: [1], mode: .persistent),
                    .setData(home / "a", data: [2, 3], version: 0),
                    .check(home / "a", version: 1),
                    .create(home / "a" / "b", data: nil, mode: .ephemeral),
                    .setData(home, data: [9], version: before.version),
                    .create(home / "c", data: nil, mode: .persistent),
                    .delete(home / "c", version: nil),
                ])
                let a = try #require(try await client.exists(home / "a"))
                let stat = try #require(try await client.exists(home))
                #expect(results.count == 7)
                #expect(results[0] == .created(home / "a") && results[3] == .created(home / "a" / "b"))
                #expect(results[2] == .done && results[6] == .done)
                if case .dataSet(let then) = results[1] {
                    // What the node was like in the middle of the transaction.
                    #expect(then.version == 1 && then.numberOfChildren == 0 && then.czxid == then.mzxid)
                } else {
                    Issue.record("\(results[1])")
                }
                #expect(a.czxid == a.mzxid && a.pzxid == a.czxid && a.version == 1 && a.cversion == 1)
                #expect(stat.mzxid == a.czxid && stat.pzxid == a.czxid)
                #expect(stat.cversion == before.cversion + 3)
                #expect(try await client.multi([]) == [])
                #expect(try await client.multi([.check(home, version: stat.version)]) == [.done])
            }
        },
        ContractCase("a transaction that fails changes nothing and names the one that failed") { stage, home in
            try await stage.with { client in
                _ = try await client.create(home / "a", data: [1], mode: .persistent)
                _ = try await client.create(home / "e", data: nil, mode: .ephemeral)
                let before = try #require(try await client.exists(home))
                let node = try #require(try await client.exists(home / "a"))
                let failures: [([TransactionOperation], ZooKeeperError.Code, Int)] = [
                    ([.delete(home / "no", version: nil), .delete(home / "a", version: nil)], .noNode, 0),
                    (
                        [
                            .create(home / "x", data: nil, mode: .persistent),
                            .setData(home / "a", data: nil, version: 0),
                            .check(home / "a", version: 9), .delete(home / "a", version: nil),
                        ], .badVersion, 2
                    ),
                    (
                        [.setData(home, data: [5], version: nil), .create(home / "a", data: nil, mode: .ephemeral)],
                        .nodeExists, 1
                    ),
                    (
                        [
                            .create(home / "x", data: nil, mode: .ephemeral),
                            .create(home / "x" / "y", data: nil, mode: .persistent),
                        ],
                        .noChildrenForEphemerals, 1
                    ),
                    (
                        [.create(home / "a" / "b", data: nil, mode: .persistent), .delete(home / "a", version: nil)],
                        .notEmpty, 1
                    ),
                    ([.delete(home / "a", version: nil), .check(home / "a", version: nil)], .noNode, 1),
                    ([.check(home / "a", version: 0), .delete("/", version: nil)], .badArguments, 1),
                ]
                for (operations, code, index) in failures {
                    let error = await fails(code) { try await client.multi(operations) }
                    #expect(error?.failedOperation == index, "\(operations)")
                    #expect(error?.mayHaveBeenApplied == false)
                }
                #expect(try await client.exists(home) == before)
                #expect(try await client.exists(home / "a") == node)
                #expect(try await client.children(of: home).stat == before)
                try await client.delete(home / "e", version: nil)
            }
        },
        ContractCase("a transaction may lean on what it did before") { stage, home in
            try await stage.with { client in
                _ = try await client.multi([
                    .create(home / "a", data: nil, mode: .persistent),
                    .create(home / "a" / "b", data: nil, mode: .persistent),
                    .delete(home / "a" / "b", version: 0),
                    .delete(home / "a", version: nil),
                    .create(home / "a", data: [2], mode: .persistent),
                ])
                let node = try await client.data(at: home / "a")
                #expect(node.bytes == [2] && node.stat.cversion == 0)
            }
        },
        ContractCase("watches learn of a transaction as of its parts") { stage, home in
            try await stage.with { writer, watcher in
                let (list, data, absent) = (Watch(), Watch(), Watch())
                _ = try await watcher.children(of: home, arming: list)
                _ = try await watcher.data(at: home, arming: data)
                _ = try await watcher.exists(home / "a", arming: absent)
                _ = try await writer.multi([
                    .create(home / "a", data: nil, mode: .persistent), .setData(home, data: [1], version: nil),
                    .delete(home / "a", version: nil),
                ])
                #expect(try await absent.outcome() == .event(.created))
                #expect(try await list.outcome() == .event(.childrenChanged))
                #expect(try await data.outcome() == .event(.dataChanged))
            }
        },
    ]
}
