import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HoldfastWorkerTests {
    @Test("every Thing on the list is started, and the posture is following")
    func startsAll() async throws {
        try await WorkerHarness.with(things: ["a", "b", "c"]) { harness in
            harness.zooKeeper.connect()
            let events = await harness.untilFollowing()
            #expect(Set(events.started) == ["a", "b", "c"])
            #expect(harness.worker.posture.assigned == 3)
        }
    }

    @Test("a Thing that is added starts, and one that is removed stops with its proof")
    func followsChanges() async throws {
        try await WorkerHarness.with(things: ["a", "b"]) { harness in
            harness.zooKeeper.connect()
            await harness.untilStarted(["a", "b"])
            harness.put("c")
            await harness.untilStarted(["c"])
            harness.remove("b")
            let events = await harness.until { if case .stopped = $0 { true } else { false } }
            #expect(events.stopped == ["b"])
        }
    }

    @Test("where the client has no room for its watches the list is read without them", arguments: [0, 1, 2, 4])
    func noRoomForWatches(room: Int) async throws {
        try await WorkerHarness.with(things: ["a", "b", "c"]) { harness in
            harness.zooKeeper.allowWatches(room)
            harness.zooKeeper.connect()
            let events = await harness.untilFollowing()
            #expect(Set(events.started) == ["a", "b", "c"])
            #expect(harness.zooKeeper.watchCount == room)
        }
    }

    @Test("an outage stops nothing, and what was removed meanwhile stops after it")
    func outage() async throws {
        try await WorkerHarness.with(things: ["a", "b"]) { harness in
            harness.zooKeeper.connect()
            await harness.untilStarted(["a", "b"])
            harness.zooKeeper.disconnect()
            #expect(await harness.untilHolding(.disconnected).stopped.isEmpty)
            harness.remove("b")
            harness.zooKeeper.connect(session: 2)
            let events = await harness.until { if case .stopped = $0 { true } else { false } }
            #expect(events.stopped == ["b"])
        }
    }

    @Test("a list node that goes missing stops nothing, and its return whole is followed")
    func listMissing() async throws {
        try await WorkerHarness.with(things: ["a", "b"]) { harness in
            harness.zooKeeper.connect()
            await harness.untilStarted(["a", "b"])
            for thing in ["a", "b"] { harness.remove(thing) }
            harness.zooKeeper.remove(WorkerHarness.list)
            #expect(await harness.untilHolding(.listMissing).stopped.isEmpty)
            harness.zooKeeper.put(WorkerHarness.list)
            for thing in ["a", "b"] { harness.put(thing) }
            #expect(await harness.untilFollowing().stopped.isEmpty)
        }
    }

    @Test("a payload that changes restarts the closure with the new payload, after the old one returned")
    func payloadRestarts() async throws {
        let (seen, seeing) = AsyncStream.makeStream(of: String.self)
        let running = Mutex(0)
        let body: @Sendable (Thing) async throws -> Void = { thing in
            let others = running.withLock { running in
                defer { running += 1 }
                return running
            }
            defer { running.withLock { $0 -= 1 } }
            seeing.yield("\(String(decoding: thing.payload, as: UTF8.self)) beside \(others)")
            try await WorkerHarness.forever()
        }
        try await WorkerHarness.with(things: ["a"], runThing: body) { harness in
            var lives = seen.makeAsyncIterator()
            harness.zooKeeper.connect()
            #expect(await lives.next() == "a beside 0")
            harness.put("a", "new")
            #expect(await lives.next() == "new beside 0")
            let events = await harness.until { if case .updated = $0 { true } else { false } }
            #expect(events.started == ["a"])
        }
    }

    @Test("a closure that asks to be told sees every newest payload and is not restarted")
    func payloadTold() async throws {
        let (seen, seeing) = AsyncStream.makeStream(of: String.self)
        var configuration = HoldfastWorker.Configuration.quick
        configuration.payloadChange = .tell
        let body: @Sendable (Thing) async throws -> Void = { thing in
            for await assignment in thing.updates { seeing.yield(String(decoding: assignment.payload, as: UTF8.self)) }
            try Task.checkCancellation()
        }
        try await WorkerHarness.with(things: ["a"], configuration: configuration, runThing: body) { harness in
            var payloads = seen.makeAsyncIterator()
            harness.zooKeeper.connect()
            #expect(await payloads.next() == "a")
            harness.put("a", "new")
            #expect(await payloads.next() == "new")
        }
    }

    @Test("a fence that changes alone disturbs nothing, and is seen by the running closure")
    func fenceAlone() async throws {
        let (begun, beginning) = AsyncStream.makeStream(of: Thing.self)
        let body: @Sendable (Thing) async throws -> Void = { thing in
            beginning.yield(thing)
            try await WorkerHarness.forever()
        }
        try await WorkerHarness.with(things: ["a"], runThing: body) { harness in
            var things = begun.makeAsyncIterator()
            harness.zooKeeper.connect()
            await harness.untilStarted(["a"])
            let thing = try #require(await things.next())
            let fence = thing.fence
            harness.zooKeeper.disconnect()
            await harness.untilHolding(.disconnected)
            harness.remove("a")
            harness.put("a", "a")
            harness.zooKeeper.connect()
            let events = await harness.untilFollowing()
            #expect(events.stopped.isEmpty && events.updated.isEmpty && events.started.isEmpty)
            #expect(thing.fence > fence)
        }
    }

    @Test("a closure that fails begins again, and the others run on")
    func failureRetries() async throws {
        struct Broken: Error {}
        let body: @Sendable (Thing) async throws -> Void = { thing in
            guard thing.id != "bad" else { throw Broken() }
            try await WorkerHarness.forever()
        }
        try await WorkerHarness.with(things: ["bad", "good"], runThing: body) { harness in
            harness.zooKeeper.connect()
            var failures = 0
            let events = await harness.until { event in
                if case .failed("bad", _, let delay) = event {
                    #expect(delay == .milliseconds(10 << failures))
                    failures += 1
                }
                return failures == 3
            }
            #expect(events.started.filter { $0 == "bad" }.count == 3)
            #expect(events.stopped.isEmpty)
        }
    }

    @Test("a read that fails is made again until it succeeds")
    func failedReadIsRepeated() async throws {
        try await WorkerHarness.with(things: ["a"]) { harness in
            harness.zooKeeper.refuse(WorkerHarness.list, with: .init(rawValue: -7))
            harness.zooKeeper.connect()
            await harness.untilHolding(.readFailed)
            harness.zooKeeper.refuse(WorkerHarness.list, with: nil)
            await harness.untilStarted(["a"])
        }
    }

    @Test("an entry that may not be read waits, is tried again without a word, and the others start")
    func entryRefused() async throws {
        var configuration = HoldfastWorker.Configuration.quick
        configuration.payloadRefresh = .milliseconds(60)
        // Audits come more often than refreshes, as they do by default, and must not put them off.
        configuration.auditInterval = .milliseconds(10)
        try await WorkerHarness.with(things: ["a", "b"], configuration: configuration) { harness in
            harness.zooKeeper.refuse(WorkerHarness.path("a"), with: .noAuth)
            harness.zooKeeper.connect()
            await harness.untilStarted(["b"])
            #expect(harness.worker.posture.pendingStarts == 1)
            harness.zooKeeper.refuse(WorkerHarness.path("a"), with: nil)
            await harness.untilStarted(["a"])
        }
    }

    @Test("one watch stands for each path, however often the list is read")
    func watchesDoNotPileUp() async throws {
        try await WorkerHarness.with(things: ["a", "b"]) { harness in
            harness.zooKeeper.connect()
            await harness.untilStarted(["a", "b"])
            for number in 0..<20 {
                harness.put("extra-\(number)")
                await harness.untilStarted([ThingID("extra-\(number)")])
            }
            #expect(harness.zooKeeper.reads(of: WorkerHarness.path("a")) == 1)
            #expect(harness.zooKeeper.watchCount == 2 + 22)
        }
    }

    @Test("audits of a list that changes leave one watch for each path, and read each payload once")
    func auditsDoNotDisturb() async throws {
        var configuration = HoldfastWorker.Configuration.quick
        configuration.auditInterval = .milliseconds(10)
        try await WorkerHarness.with(things: ["a", "b"], configuration: configuration) { harness in
            harness.zooKeeper.connect()
            await harness.untilStarted(["a", "b"])
            for number in 0..<50 {
                await harness.zooKeeper.nextSync()
                harness.put("extra-\(number)")
                await harness.untilStarted([ThingID("extra-\(number)")])
            }
            #expect(harness.zooKeeper.watchCount <= 2 + 52)
        }
    }

    @Test("a dead watch is found by the audit")
    func deadWatchIsFound() async throws {
        var configuration = HoldfastWorker.Configuration.quick
        configuration.auditInterval = .milliseconds(10)
        try await WorkerHarness.with(things: ["a"], configuration: configuration) { harness in
            harness.zooKeeper.connect()
            await harness.untilStarted(["a"])
            harness.zooKeeper.loseWatches()
            harness.put("b")
            await harness.untilStarted(["b"])
            harness.put("c")
            await harness.untilStarted(["c"])
        }
    }

    @Test("a payload that is mended ends the wait of a Thing that asks to be told", .timeLimit(.minutes(1)))
    func mendedPayloadWakes() async throws {
        struct Broken: Error {}
        var configuration = HoldfastWorker.Configuration.quick
        configuration.payloadChange = .tell
        configuration.firstRetry = .seconds(3600)
        configuration.longestRetry = .seconds(3600)
        let body: @Sendable (Thing) async throws -> Void = { thing in
            guard thing.payload != Array("broken".utf8) else { throw Broken() }
            try await WorkerHarness.forever()
        }
        try await WorkerHarness.with(configuration: configuration, runThing: body) { harness in
            harness.put("a", "broken")
            harness.zooKeeper.connect()
            await harness.until { if case .failed = $0 { true } else { false } }
            harness.put("a", "mended")
            await harness.untilStarted(["a"])
        }
    }

    @Test("a worker runs once, and says so")
    func runsOnce() async throws {
        let worker = HoldfastWorker(client: ScriptedZooKeeper(), list: WorkerHarness.list, logger: .silent) { _ in }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            var postures = worker.postures.makeAsyncIterator()
            _ = await postures.next()
            group.cancelAll()
            try await group.waitForAll()
        }
        await #expect(throws: HoldfastWorker.RanBefore.self) { try await worker.run() }
        #expect(worker.posture.reasons == [.closed])
    }

    @Test("a cancelled worker ends its Things without calling any of them stopped")
    func cancellation() async throws {
        let ended = Mutex(0)
        let body: @Sendable (Thing) async throws -> Void = { _ in
            defer { ended.withLock { $0 += 1 } }
            try await WorkerHarness.forever()
        }
        try await WorkerHarness.with(things: ["a", "b"], runThing: body) { harness in
            harness.zooKeeper.connect()
            await harness.untilStarted(["a", "b"])
        }
        #expect(ended.withLock(\.self) == 2)
    }
}
