import HoldfastZooKeeper
import Testing

/// Watches that note their end at once, so that a test can ask whether one has ended.
private final class Noted: Sendable {
    let watch: Watch
    private let outcome: Latest<Watch.Outcome?>

    init() {
        let outcome = Latest<Watch.Outcome?>(nil)
        self.outcome = outcome
        watch = Watch { outcome.set($0) }
    }

    var end: Watch.Outcome? { outcome.value }
}

extension ContractCase {
    static let watches: [ContractCase] = [
        ContractCase("each event ends the watches that it concerns, and no others") { stage, home in
            try await stage.with { writer, watcher in
                let node = home / "n"
                let (created, childOfHome) = (Noted(), Noted())
                #expect(try await watcher.exists(node, arming: created.watch) == nil)
                _ = try await watcher.children(of: home, arming: childOfHome.watch)
                _ = try await writer.create(node, data: nil, mode: .persistent)
                try await watcher.sync(home)
                #expect(created.end == .event(.created))
                #expect(childOfHome.end == .event(.childrenChanged))

                let (data, exists, children, parent) = (Noted(), Noted(), Noted(), Noted())
                func arm() async throws {
                    _ = try await watcher.children(of: node, arming: children.watch)
                    _ = try await watcher.children(of: home, arming: parent.watch)
                }
                _ = try await watcher.data(at: node, arming: data.watch)
                _ = try await watcher.exists(node, arming: exists.watch)
                try await arm()
                _ = try await writer.setData([1], at: node, version: nil)
                try await watcher.sync(home)
                #expect(data.end == .event(.dataChanged) && exists.end == .event(.dataChanged))
                #expect(children.end == nil && parent.end == nil)

                let data2 = Noted()
                _ = try await watcher.data(at: node, arming: data2.watch)
                _ = try await writer.create(node / "c", data: nil, mode: .persistent)
                try await watcher.sync(home)
                #expect(children.end == .event(.childrenChanged))
                #expect(data2.end == nil && parent.end == nil)

                let children2 = Noted()
                _ = try await watcher.children(of: node, arming: children2.watch)
                _ = try await writer.setData([1], at: node / "c", version: nil)
                try await watcher.sync(home)
                #expect(children2.end == nil)
                try await writer.delete(node / "c", version: nil)
                try await watcher.sync(home)
                #expect(children2.end == .event(.childrenChanged))
                #expect(data2.end == nil && parent.end == nil)

                let (children3, exists3) = (Noted(), Noted())
                _ = try await watcher.children(of: node, arming: children3.watch)
                _ = try await watcher.exists(node, arming: exists3.watch)
                try await writer.delete(node, version: nil)
                try await watcher.sync(home)
                #expect(data2.end == .event(.deleted) && exists3.end == .event(.deleted))
                #expect(children3.end == .event(.deleted))
                #expect(parent.end == .event(.childrenChanged))
            }
        },
        ContractCase("a watch ends once, and a read that fails arms none") { stage, home in
            try await stage.with { writer, watcher in
                let node = home / "n"
                let (never, neither, once) = (Noted(), Noted(), Noted())
                await fails(.noNode) { try await watcher.data(at: node, arming: never.watch) }
                await fails(.noNode) { try await watcher.children(of: node, arming: neither.watch) }
                _ = try await writer.create(node, data: nil, mode: .persistent)
                try await watcher.sync(home)
                _ = try await watcher.data(at: node, arming: once.watch)
                for _ in 0..<3 { _ = try await writer.setData([1], at: node, version: nil) }
                try await writer.delete(node, version: nil)
                try await watcher.sync(home)
                #expect(once.end == .event(.dataChanged))
                #expect(never.end == nil && neither.end == nil)
            }
        },
        ContractCase("an event comes before the answer that shows what it tells of") { stage, home in
            try await stage.with { writer, watcher in
                for number in 1...30 {
                    let watch = Noted()
                    let before = try await watcher.data(at: home, arming: watch.watch).stat.version
                    async let written = writer.setData([UInt8(number)], at: home, version: nil)
                    var reads = 0
                    while try await watcher.data(at: home).stat.version == before {
                        reads += 1
                        try #require(reads < 100_000)
                    }
                    #expect(watch.end == .event(.dataChanged), "round \(number), after \(reads) reads")
                    _ = try await written
                }
            }
        },
        ContractCase("a change of one's own ends one's watch before it is answered") { stage, home in
            try await stage.with { client in
                for _ in 0..<20 {
                    let (data, children) = (Noted(), Noted())
                    _ = try await client.data(at: home, arming: data.watch)
                    _ = try await client.children(of: home, arming: children.watch)
                    _ = try await client.setData(nil, at: home, version: nil)
                    #expect(data.end == .event(.dataChanged) && children.end == nil)
                    _ = try await client.create(home / "s-", data: nil, mode: .persistentSequential)
                    #expect(children.end == .event(.childrenChanged))
                }
            }
        },
        ContractCase("a lost connection ends the watches before the next counts") { stage, home in
            try await stage.with { client in
                for _ in 0..<5 {
                    let connection = try await client.connected()
                    let (data, children, absent) = (Noted(), Noted(), Noted())
                    _ = try await client.data(at: home, arming: data.watch)
                    _ = try await client.children(of: home, arming: children.watch)
                    _ = try await client.exists(home / "none", arming: absent.watch)
                    try await stage.cut(client)
                    let next = try await client.connected(after: connection)
                    #expect(next.sessionID == connection.sessionID)
                    for watch in [data, children, absent] { #expect(watch.end == .disconnected) }
                }
            }
        },
    ]
}
