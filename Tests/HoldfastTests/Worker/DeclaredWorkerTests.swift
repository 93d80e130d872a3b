import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Testing

/// What a worker makes of the data of its list node, and of payloads that mean nothing.
@Suite(.timeLimit(.minutes(1)))
struct DeclaredWorkerTests {
    private struct Meaningless: Error, CustomStringConvertible {
        var description: String { "it means nothing" }
    }

    private func declaration(_ generation: Int, count: Int, after lineage: [Int] = []) -> String {
        #"{"holdfast":1,"generation":\#(generation),"count":\#(count),"lineage":\#(lineage)}"#
    }

    @Test("the last Thing of a declared list goes at once, on the proof of its declaration")
    func lastOfDeclared() async throws {
        try await WorkerHarness.with(things: ["a"]) { harness in
            harness.zooKeeper.put(WorkerHarness.list, declaration(10, count: 1))
            harness.zooKeeper.connect()
            await harness.untilStarted(["a"])
            harness.remove("a")
            harness.zooKeeper.put(WorkerHarness.list, declaration(11, count: 0, after: [10]))
            let events = await harness.until { if case .stopped = $0 { true } else { false } }
            guard case .stopped("a", let proof) = events.last else { return #expect(Bool(false), "\(events)") }
            #expect(proof.ground == .declared(generation: 11))
        }
    }

    @Test("what is judged is told row by row")
    func rows() async throws {
        try await WorkerHarness.with(things: ["a"]) { harness in
            harness.zooKeeper.put(WorkerHarness.list, declaration(10, count: 1))
            harness.zooKeeper.connect()
            let events = await harness.untilFollowing()
            var rows: [Row] = []
            for case .judged(let judged) in events { rows += judged }
            #expect(rows.contains(.unread) && rows.contains(.otherLineage), "\(rows)")
        }
    }

    @Test("a payload that means nothing is told of once; who runs keeps the last good one, who does not waits for one")
    func meaninglessPayload() async throws {
        var configuration = HoldfastWorker.Configuration.quick
        configuration.checkPayload = { _, payload in if payload == Array("bad".utf8) { throw Meaningless() } }
        try await WorkerHarness.with(things: ["a", "b"], configuration: configuration) { harness in
            harness.zooKeeper.connect()
            await harness.untilStarted(["a", "b"])
            harness.put("a", "bad")
            harness.put("c", "bad")
            var told: [WorkerEvent] = []
            while told.count < 2, let event = await harness.next() {
                if case .unreadable = event { told.append(event) }
            }
            #expect(
                Set(told) == [
                    .unreadable("a", error: "it means nothing"), .unreadable("c", error: "it means nothing"),
                ])
            harness.put("c", "good")
            let events = await harness.untilStarted(["c"])
            #expect(events.updated.isEmpty && events.stopped.isEmpty)
            #expect(!events.contains { if case .unreadable = $0 { true } else { false } })
            harness.put("a", "good too")
            await harness.until { $0 == .updated("a") }
        }
    }
}

// Payloads that no watch looks after.
extension DeclaredWorkerTests {
    private static let things = (0..<1000).map { "thing-\($0)-" + String(repeating: "x", count: 200) }

    private func declaration(_ generation: Int, count: Int, payloads: Int) -> String {
        #"{"holdfast":1,"generation":\#(generation),"count":\#(count),"lineage":[10],"payloads":\#(payloads)}"#
    }

    @Test("a generation that changes no payload has none read again, and one that may have has those without a watch")
    func unwatched() async throws {
        var configuration = HoldfastWorker.Configuration.quick
        configuration.payloadRefresh = .seconds(3600)
        configuration.auditInterval = .seconds(3600)
        try await WorkerHarness.with(things: Self.things, configuration: configuration) { harness in
            let zooKeeper = harness.zooKeeper
            let reads = { Self.things.map { zooKeeper.reads(of: WorkerHarness.path($0)) } }
            zooKeeper.put(WorkerHarness.list, declaration(10, count: Self.things.count, payloads: 10))
            zooKeeper.connect()
            await harness.untilStarted(Set(Self.things.map { ThingID($0) }))
            #expect(reads().allSatisfy { $0 == 1 })

            zooKeeper.put(WorkerHarness.list, declaration(11, count: Self.things.count + 1, payloads: 10))
            harness.put("one-more")
            await harness.untilStarted(["one-more"])
            #expect(reads().allSatisfy { $0 == 1 })

            // The last has no watch: the first took all that there is.
            harness.put(Self.things[999], "another")
            zooKeeper.put(WorkerHarness.list, declaration(12, count: Self.things.count + 1, payloads: 12))
            await harness.until { $0 == .updated(ThingID(Self.things[999])) }
            #expect(reads().contains(1) && reads().contains(2))

            // Taken off and put back under its name, unseen: the servers have counted it.
            zooKeeper.disconnect()
            harness.remove(Self.things[998])
            harness.put(Self.things[998], "a third")
            zooKeeper.put(WorkerHarness.list, declaration(13, count: Self.things.count + 1, payloads: 12))
            zooKeeper.connect()
            await harness.until { $0 == .updated(ThingID(Self.things[998])) }
        }
    }
}
