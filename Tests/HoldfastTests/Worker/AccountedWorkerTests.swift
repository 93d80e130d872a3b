import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Testing

/// A worker whose list's writer keeps an account of what came and went.
@Suite(.timeLimit(.minutes(1)))
struct AccountedWorkerTests {
    /// A list with an account that reaches back one statement, and a worker that follows it.
    private func withWorker(
        things: [String] = ["a", "b"], configuration: HoldfastWorker.Configuration = .unhurried,
        runThing: @escaping @Sendable (Thing) async throws -> Void = WorkerHarness.untilCancelled,
        _ body: (inout WorkerHarness) async throws -> Void
    ) async throws {
        try await WorkerHarness.with(things: things, configuration: configuration, runThing: runThing) { harness in
            harness.state(10, things.count, [[]])
            harness.zooKeeper.connect()
            await harness.untilStarted(Set(things.map { ThingID($0) }))
            try await body(&harness)
        }
    }

    @Test(
        "what a declaration accounts for is followed without listing the names, and they are listed when an audit finds others"
    )
    func followed() async throws {
        try await withWorker { harness in
            let listings = harness.zooKeeper.listings
            harness.state(11, 3, [["+c"], []], putting: ["c"])
            await harness.untilStarted(["c"])
            harness.state(12, 2, [["-a"], ["+c"], []], removing: ["a"])
            let stops = await harness.until { if case .stopped = $0 { true } else { false } }
            guard case .stopped("a", let proof) = stops.last else { return #expect(Bool(false), "\(stops)") }
            #expect(proof.ground == .declared(generation: 12))
            let reads = harness.zooKeeper.reads(of: WorkerHarness.path("b"))
            #expect(reads == 1)
            // The audits that come soon after find the list as it is known.
            await harness.zooKeeper.nextSync()
            await harness.zooKeeper.nextSync()
            #expect(harness.zooKeeper.listings == listings)
            // Nothing tells of this one but an audit.
            harness.put("d")
            await harness.untilStarted(["d"])
            #expect(harness.zooKeeper.listings == listings + 1)
            // From then on the names are watched.
            harness.put("e")
            await harness.untilStarted(["e"])
            #expect(harness.zooKeeper.reads(of: WorkerHarness.path("b")) == reads)
        }
    }

    @Test("what came without a word right after a declared change is seen soon after")
    func undeclared() async throws {
        try await withWorker { harness in
            harness.state(11, 3, [["+c"], []], putting: ["c"])
            await harness.untilStarted(["c"])
            let begun = ContinuousClock.now
            harness.put("d")
            await harness.untilStarted(["d"])
            // An ordinary audit is an hour away.
            #expect(ContinuousClock.now - begun < .seconds(20))
        }
    }

    @Test("several statements between two readings are followed as one")
    func several() async throws {
        try await withWorker { harness in
            let listings = harness.zooKeeper.listings
            harness.zooKeeper.transact([
                (WorkerHarness.path("c"), "c"), (WorkerHarness.path("a"), nil), (WorkerHarness.path("d"), "d"),
                (WorkerHarness.list, "not yet"),
                (
                    WorkerHarness.list,
                    WorkerHarness.declaration(12, 3, lineage: [11, 10], [["+d"], ["-a", "+c"], []])
                ),
            ])
            let events = await harness.untilStarted(["c", "d"])
            #expect(harness.zooKeeper.listings == listings)
            #expect(events.stopped.isEmpty || events.stopped == ["a"])
            if events.stopped.isEmpty { await harness.until { if case .stopped("a", _) = $0 { true } else { false } } }
        }
    }

    @Test("a Thing that is taken off and put back gets its new payload and its new fence")
    func recreated() async throws {
        let fences = AsyncStream.makeStream(of: (Int64, [UInt8]).self)
        try await withWorker { thing in
            for await assignment in thing.updates {
                fences.continuation.yield((assignment.fence.rawValue, assignment.payload))
            }
        } _: { harness in
            var seen = fences.stream.makeAsyncIterator()
            harness.zooKeeper.transact([
                (WorkerHarness.path("a"), nil), (WorkerHarness.path("a"), "anew"),
                (WorkerHarness.list, WorkerHarness.declaration(11, 2, lineage: [10], [["-a", "+a"], []])),
            ])
            var newest: [Int64] = []
            while let (fence, payload) = await seen.next(isolation: nil) {
                newest.append(fence)
                if payload == Array("anew".utf8) { break }
            }
            let stat = try await harness.zooKeeper.exists(WorkerHarness.path("a"))
            #expect(newest.last == stat?.czxid)
        }
    }

    @Test(
        "a writer that errs in a name of its account stops nothing that is on the list, and starts nothing that is not")
    func erringWriter() async throws {
        try await withWorker(things: ["a", "b", "c"]) { harness in
            // It took off b, and says that it was a.
            harness.state(11, 2, [["-a"], []], removing: ["b"])
            var events = await harness.until { if case .stopped = $0 { true } else { false } }
            #expect(events.stopped == ["b"])
            // It put on d, and says that it was e.
            harness.state(12, 3, [["+e"], ["-b"], []], putting: ["d"])
            events = await harness.untilStarted(["d"])
            // It swapped two, and gives no account of it.
            harness.state(13, 3, [[], ["+d"], ["-b"]], putting: ["f"], removing: ["c"])
            events += await harness.untilStarted(["f"])
            while !events.stopped.contains("c"), let event = await harness.next() { events.append(event) }
            // What cannot be a name.
            harness.state(14, 4, [["+x/y"], []], putting: ["g"])
            events += await harness.untilStarted(["g"])
            #expect(events.stopped == ["c"] && Set(events.started) == ["d", "f", "g"])
            #expect(events.troubles.isEmpty)
        }
    }

    @Test("what is read after a declared change that was cut off is what stands there")
    func failsHalfWay() async throws {
        try await withWorker { harness in
            // The account is followed, and what it added cannot be read.
            harness.zooKeeper.refuse(WorkerHarness.path("c"), with: .connectionLoss)
            harness.state(11, 2, [["+c", "-a"], []], putting: ["c"], removing: ["a"])
            await harness.untilHolding(.readFailed)
            harness.state(12, 2, [["+d", "-b"], ["+c", "-a"], []], putting: ["d"], removing: ["b"])
            harness.zooKeeper.refuse(WorkerHarness.path("c"), with: nil)
            var events = await harness.untilStarted(["c", "d"])
            while events.stopped.count < 2, let event = await harness.next() { events.append(event) }
            #expect(Set(events.stopped) == ["a", "b"])
            #expect(events.troubles.isEmpty)
        }
    }

    @Test("a connection that is lost between two statements has the names listed, and stops nothing wrongly")
    func reconnects() async throws {
        try await withWorker { harness in
            harness.state(11, 3, [["+c"], []], putting: ["c"])
            await harness.untilStarted(["c"])
            harness.zooKeeper.disconnect()
            await harness.untilHolding(.disconnected)
            harness.put("d")
            harness.state(12, 3, [["-a"], ["+c"], []], removing: ["a"])
            let listings = harness.zooKeeper.listings
            harness.zooKeeper.connect()
            let events = await harness.untilStarted(["d"])
            #expect(harness.zooKeeper.listings > listings)
            // The count says that it does not cover the list.
            #expect(events.stopped.isEmpty)
        }
    }
}

extension HoldfastWorker.Configuration {
    /// No ordinary audit and no refresh helps.
    fileprivate static var unhurried: HoldfastWorker.Configuration {
        var configuration = HoldfastWorker.Configuration.quick
        configuration.auditInterval = .seconds(3600)
        configuration.payloadRefresh = .seconds(3600)
        configuration.payloadChange = .tell
        return configuration
    }
}

extension WorkerHarness {
    fileprivate static func declaration(
        _ generation: Int, _ count: Int, lineage: [Int], _ steps: [[String]]
    ) -> String {
        #"{"holdfast":1,"generation":\#(generation),"count":\#(count),"lineage":\#(lineage),"#
            + #""changes":{"generation":\#(generation),"steps":\#(steps)}}"#
    }

    /// Children and declaration change in one transaction, as a writer with an account states it.
    fileprivate func state(
        _ generation: Int, _ count: Int, _ steps: [[String]], putting: [String] = [], removing: [String] = []
    ) {
        let lineage = Array((1..<10).map { generation - $0 }.prefix { $0 >= 10 })
        zooKeeper.transact(
            putting.map { (Self.path($0), $0) } + removing.map { (Self.path($0), nil) }
                + [(Self.list, Self.declaration(generation, count, lineage: lineage, steps))])
    }
}

extension [WorkerEvent] {
    /// What the worker held for, apart from the beginning.
    fileprivate var troubles: [HoldReason] {
        flatMap { event -> [HoldReason] in
            guard case .posture(let posture) = event else { return [] }
            return posture.reasons.filter { ![.unread, .connecting, .readFailed].contains($0) }
        }
    }
}
