import HoldfastZooKeeper
import Testing

extension ContractCase {
    static let children: [ContractCase] = [
        ContractCase("a parent counts creations and deletions, and nothing else") { stage, home in
            try await stage.with { client in
                let parent = home / "p"
                let made = try await client.create(parent, data: [1], mode: .persistent).stat
                let child = try await client.create(parent / "a", data: nil, mode: .persistent).stat
                var stat = try #require(try await client.exists(parent))
                #expect(stat.cversion == 1 && stat.pzxid == child.czxid && stat.numberOfChildren == 1)
                #expect(stat.mzxid == made.mzxid && stat.version == 0 && stat.mtime == made.mtime)

                let before = stat
                _ = try await client.setData([1], at: parent / "a", version: nil)
                _ = try await client.create(parent / "a" / "g", data: nil, mode: .persistent)
                #expect(try await client.exists(parent) == before)

                let set = try await client.setData([2], at: parent, version: nil)
                #expect(set.cversion == 1 && set.pzxid == child.czxid && set.mzxid > set.pzxid)

                _ = try await client.create(parent / "b", data: nil, mode: .ephemeral)
                try await client.delete(parent / "b", version: nil)
                stat = try #require(try await client.exists(parent))
                #expect(stat.cversion == 3 && stat.pzxid > set.mzxid && stat.numberOfChildren == 1)

                await fails(.nodeExists) { try await client.create(parent / "a", data: nil, mode: .persistent) }
                #expect(try await client.exists(parent) == stat)
                let names = try await client.children(of: parent)
                #expect(names == Children(names: ["a"], stat: stat))
            }
        },
        ContractCase("sequential nodes are numbered by all that were ever created there") { stage, home in
            try await stage.with { client in
                let parent = home / "p"
                _ = try await client.create(parent, data: nil, mode: .persistent)
                #expect(
                    try await client.create(parent / "s-", data: nil, mode: .persistentSequential).path
                        == parent / "s-0000000000")
                _ = try await client.create(parent / "plain", data: nil, mode: .persistent)
                let third = try await client.create(parent / "e-", data: nil, mode: .ephemeralSequential)
                #expect(third.path == parent / "e-0000000002")
                try await client.delete(parent / "plain", version: nil)
                try await client.delete(third.path, version: nil)
                #expect(
                    try await client.create(parent / "s-", data: nil, mode: .persistentSequential).path
                        == parent / "s-0000000003")
                #expect(
                    try await client.multi([
                        .create(parent / "m-", data: nil, mode: .persistentSequential),
                        .create(parent / "m-", data: nil, mode: .persistentSequential),
                    ]) == [.created(parent / "m-0000000004"), .created(parent / "m-0000000005")])
                #expect(try await client.exists(parent)?.cversion == 8)
                // What is refused does not use a number up.
                await fails(.noNode) {
                    try await client.multi([
                        .create(parent / "m-", data: nil, mode: .persistentSequential),
                        .delete(parent / "none", version: nil),
                    ])
                }
                #expect(
                    try await client.create(parent / "s-", data: nil, mode: .persistentSequential).path
                        == parent / "s-0000000006")
            }
        },
        ContractCase("after a sync a client reads what another wrote") { stage, home in
            try await stage.with { writer, reader in
                for number in 0..<20 {
                    let stat = try await writer.setData([UInt8(number)], at: home, version: nil)
                    try await reader.sync(home)
                    #expect(try await reader.data(at: home) == NodeData(bytes: [UInt8(number)], stat: stat))
                }
            }
        },
        ContractCase("requests of one client are carried out in their order") { stage, home in
            try await stage.with { client in
                for number in 0..<20 {
                    let path = home / "n\(number)"
                    async let made = client.create(path, data: nil, mode: .persistent)
                    let node = try await made
                    async let set = client.setData([1], at: path, version: 0)
                    #expect(try await set.mzxid > node.stat.czxid)
                    #expect(try await client.data(at: path).stat.version == 1)
                }
            }
        },
    ]
}
