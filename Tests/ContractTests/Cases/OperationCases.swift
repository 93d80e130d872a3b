import HoldfastZooKeeper
import Testing

extension ContractCase {
    static let operations: [ContractCase] = [
        ContractCase("a new node has the stat of its creation") { stage, home in
            try await stage.with { client in
                let made = try await client.create(home / "a", data: [1, 2, 3], mode: .persistent)
                let stat = made.stat
                #expect(made.path == home / "a")
                #expect(stat.czxid > 0 && stat.mzxid == stat.czxid && stat.pzxid == stat.czxid)
                #expect(stat.ctime > 1_600_000_000_000 && stat.mtime == stat.ctime)
                #expect(stat.version == 0 && stat.cversion == 0 && stat.aversion == 0)
                #expect(stat.dataLength == 3 && stat.numberOfChildren == 0 && stat.ephemeralOwner == 0)
                #expect(try await client.exists(home / "a") == stat)
                #expect(try await client.data(at: home / "a") == NodeData(bytes: [1, 2, 3], stat: stat))
                #expect(try await client.children(of: home / "a") == Children(names: [], stat: stat))
                #expect(try await client.exists(home / "none") == nil)
            }
        },
        ContractCase("a write that cannot be says why, and changes nothing") { stage, home in
            try await stage.with { client in
                _ = try await client.create(home / "a", data: [1], mode: .persistent)
                let before = try await client.create(home / "a" / "b", data: nil, mode: .ephemeral).stat
                await fails(.noNode) { try await client.create(home / "x" / "y", data: nil, mode: .persistent) }
                await fails(.nodeExists) { try await client.create(home / "a", data: nil, mode: .ephemeral) }
                await fails(.noChildrenForEphemerals) {
                    try await client.create(home / "a" / "b" / "c", data: nil, mode: .persistent)
                }
                await fails(.notEmpty) { try await client.delete(home / "a", version: nil) }
                await fails(.badVersion) { try await client.delete(home / "a", version: 1) }
                await fails(.noNode) { try await client.delete(home / "x", version: nil) }
                await fails(.noNode) { try await client.delete(home / "x" / "y", version: nil) }
                await fails(.badVersion) { try await client.setData([2], at: home / "a", version: 1) }
                await fails(.noNode) { try await client.setData([2], at: home / "x", version: nil) }
                await fails(.noNode) { try await client.data(at: home / "x") }
                await fails(.noNode) { try await client.children(of: home / "x") }
                await fails(.badArguments) { try await client.delete("/", version: nil) }
                await fails(.badArguments) { try await client.delete("/zookeeper", version: nil) }
                await fails(.badArguments) { try await client.delete("/zookeeper/quota", version: nil) }
                await fails(.nodeExists) { try await client.create("/", data: nil, mode: .persistent) }
                let error = await fails(.noNode) { try await client.setData([2], at: home / "x", version: nil) }
                #expect(error?.mayHaveBeenApplied == false && error?.sessionIsGone == false)
                #expect(error?.failedOperation == nil)
                #expect(try await client.exists(home / "a" / "b") == before)
                #expect(try await client.data(at: home / "a").bytes == [1])
                #expect(try await client.children(of: home / "a").stat.cversion == 1)
            }
        },
        ContractCase("the version counts what was set") { stage, home in
            try await stage.with { client in
                let made = try await client.create(home / "a", data: nil, mode: .persistent).stat
                let first = try await client.setData([1, 2], at: home / "a", version: 0)
                #expect(first.version == 1 && first.dataLength == 2)
                #expect(first.czxid == made.czxid && first.mzxid > made.mzxid && first.pzxid == made.pzxid)
                #expect(first.ctime == made.ctime && first.mtime >= made.mtime)
                await fails(.badVersion) { try await client.setData([3], at: home / "a", version: 0) }
                let second = try await client.setData(nil, at: home / "a", version: nil)
                #expect(second.version == 2 && second.dataLength == 0)
                await fails(.badVersion) { try await client.delete(home / "a", version: 1) }
                try await client.delete(home / "a", version: 2)
                #expect(try await client.exists(home / "a") == nil)
                #expect(try await client.create(home / "a", data: nil, mode: .persistent).stat.version == 0)
            }
        },
        ContractCase("no data, empty data and data are told apart") { stage, home in
            try await stage.with { client in
                let kinds: [[UInt8]?] = [nil, [], [0], [UInt8](0...255)]
                for (number, data) in kinds.enumerated() {
                    let path = home / "d\(number)"
                    _ = try await client.create(path, data: data, mode: .persistent)
                    #expect(try await client.data(at: path).bytes == data)
                    _ = try await client.setData([9], at: path, version: nil)
                    _ = try await client.setData(data, at: path, version: nil)
                    #expect(try await client.data(at: path).bytes == data)
                }
            }
        },
        ContractCase("a request that no server takes is refused here") { stage, home in
            try await stage.with { client in
                let tooMuch = [UInt8](repeating: 7, count: 1_200_000)
                await fails(.badArguments) { try await client.create(home / "a", data: tooMuch, mode: .persistent) }
                await fails(.badArguments) { try await client.setData(tooMuch, at: home, version: nil) }
                await fails(.badArguments) {
                    try await client.create(home / "t", data: nil, mode: .persistent(timeToLive: .zero))
                }
                await fails(.unimplemented) {
                    try await client.multi([.create(home / "c", data: nil, mode: .container)])
                }
                let left = try await client.children(of: home).names
                #expect(left == [])
            }
        },
        ContractCase("containers and times to live look like persistent nodes") { stage, home in
            try await stage.with { client in
                let container = try await client.create(home / "c", data: nil, mode: .container).stat
                #expect(container.kind == .persistent)
                let mode = CreateMode.persistent(timeToLive: .seconds(3600))
                #expect(
                    try await client.create(home / "t", data: nil, mode: mode).stat.kind == .persistent)
                #expect(
                    try await client.create(home / "c" / "x", data: nil, mode: .ephemeral).stat.numberOfChildren == 0)
                let numbered = CreateMode.persistentSequential(timeToLive: .seconds(60))
                #expect(try await client.create(home / "n", data: nil, mode: numbered).path == home / "n0000000002")
            }
        },
        ContractCase("a task that is cancelled has its answer at once") { stage, home in
            try await stage.with { client in
                let cancelled = await withTaskGroup(of: ZooKeeperError?.self) { group in
                    group.cancelAll()
                    group.addTask {
                        await fails(.cancelled) { try await client.create(home / "a", data: nil, mode: .persistent) }
                    }
                    group.addTask { await fails(.cancelled) { try await client.data(at: home) } }
                    return await group.reduce(into: []) { $0.append($1?.code) }
                }
                #expect(cancelled == [.cancelled, .cancelled])
                let made = try await client.exists(home / "a")
                #expect(made == nil)
            }
        },
    ]
}
