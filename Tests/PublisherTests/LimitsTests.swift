import ClientSupport
import Holdfast
import HoldfastCore
import HoldfastEnsemble
import HoldfastZooKeeper
import Testing

/// What is longer than the servers take in one packet, and what no watch looks after, on a real server.
@Suite("Limits on real servers", .serialized, .timeLimit(.minutes(5))) struct LimitsTests {
    private static let list: ZNodePath = "/list"
    /// What `-Djute.maxbuffer` is set to: lists below are longer, and so are the watches of a worker that follows them.
    private static let packet = 16_384

    private static func things(_ count: Int, nameLength: Int = 24) -> [ThingID: [UInt8]] {
        let names = (0..<count).map { number in
            ThingID("thing-\(number)-" + String(repeating: "x", count: nameLength))
        }
        return Dictionary(uniqueKeysWithValues: names.map { ($0, Array("first".utf8)) })
    }

    @Test("a list whose answer is longer than the servers' packets is followed, over lost connections too")
    func longAnswer() async throws {
        var options = Ensemble.Options()
        options.javaArguments = ["-Djute.maxbuffer=\(Self.packet)"]
        try await Ensemble.with(servers: 1, options: options) { ensemble in
            try await withConnectedClient(ensemble.connectString) { writer in
                let all = Self.things(1000)
                let publisher = AssignmentPublisher(zooKeeper: writer, list: Self.list)
                try await publisher.replace(with: [:])
                // The servers take no longer requests either.
                for start in stride(from: 0, to: all.count, by: 100) {
                    let some = all.sorted { $0.key < $1.key }[start..<start + 100]
                    try await publisher.add(Dictionary(uniqueKeysWithValues: some.map { ($0.key, $0.value) }))
                }
                let names = try await writer.children(of: Self.list).names
                #expect(names.reduce(0) { $0 + $1.bytes.count } > 2 * Self.packet)
                let proxy = ensemble.servers[0].proxy
                try await FollowingWorker.with(list: Self.list, at: "127.0.0.1:\(proxy.port)") { worker in
                    await worker.untilStarted(all.count)
                    await worker.untilFollowing()
                    // The library sends all watches in one packet when it connects again, which the server refuses.
                    for _ in 0..<3 {
                        try await proxy.cut()
                        await worker.untilHolding()
                        await worker.untilFollowing()
                        #expect(worker.stopped.isEmpty)
                    }
                    let gone = try #require(all.keys.min())
                    try await publisher.remove([gone])
                    await worker.untilStopped(1)
                    #expect(worker.stopped == [gone])
                }
            }
        }
    }

    @Test("where watches would not fit, a changed payload comes with the generation of the list")
    func unwatchedPayloads() async throws {
        try await Ensemble.with(servers: 1) { ensemble in
            try await withConnectedClient(ensemble.connectString) { writer in
                // Their paths take more than twice what watches may.
                let all = Self.things(1400, nameLength: 200)
                let publisher = AssignmentPublisher(zooKeeper: writer, list: Self.list)
                try await publisher.replace(with: all)
                try await FollowingWorker.with(list: Self.list, at: ensemble.connectString) { worker in
                    await worker.untilStarted(all.count)
                    let answer = try await ensemble.servers[0].fourLetterWord("wchs")
                    let watches = try #require(answer.split(separator: ":").last.flatMap { Int($0.filter(\.isNumber)) })
                    #expect(watches < all.count / 2, "\(answer)")
                    // Every tenth: some of them have a watch, and most have none.
                    let changed = all.keys.sorted().enumerated().filter { $0.offset.isMultiple(of: 10) }.map(\.element)
                    try await publisher.update(
                        Dictionary(uniqueKeysWithValues: changed.map { ($0, Array("second".utf8)) }))
                    await worker.untilUpdated(changed.count)
                    #expect(worker.updated == Set(changed))
                    #expect(worker.stopped.isEmpty)
                }
            }
        }
    }
}
