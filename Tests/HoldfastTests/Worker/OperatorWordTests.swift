import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import ServiceLifecycle
import Testing

/// What an operator says to a running worker.
@Suite(.timeLimit(.minutes(1)))
struct OperatorWordTests {
    @Test("a Thing that is stopped by a word is suspended, and runs again by a word")
    func stopAndStart() async throws {
        try await WorkerHarness.with(things: ["a", "b"]) { harness in
            harness.zooKeeper.connect()
            await harness.untilStarted(["a", "b"])
            try await harness.worker.stop("a")
            let events = await harness.until { if case .suspended = $0 { true } else { false } }
            #expect(events.last == .suspended("a", .stoppedByOperator))
            #expect(events.stopped.isEmpty)
            #expect(harness.worker.posture.suspended == ["a": .stoppedByOperator])
            #expect(harness.worker.posture.assigned == 2)
            try await harness.worker.start("a")
            await harness.untilStarted(["a"])
        }
    }

    @Test("an emptied list is stopped by the token that the posture shows, also while the servers are away")
    func approve() async throws {
        try await WorkerHarness.with(things: ["a", "b"]) { harness in
            harness.zooKeeper.connect()
            await harness.untilStarted(["a", "b"])
            for thing in ["a", "b"] { harness.remove(thing) }
            await harness.untilHolding(.listEmpty)
            harness.zooKeeper.disconnect()
            await harness.untilHolding(.disconnected)
            let token = try #require(harness.worker.posture.approvalToken)
            try await harness.worker.approve(token)
            var stopped: [ThingID] = []
            while stopped.count < 2, let event = await harness.next() { stopped += [event].stopped }
            #expect(stopped.sorted() == ["a", "b"])
        }
    }

    @Test("a Thing that was to end when the worker was shut down is told to have ended")
    func endsWithTheWorker() async throws {
        let zooKeeper = ScriptedZooKeeper()
        zooKeeper.put(WorkerHarness.list)
        zooKeeper.put(WorkerHarness.path("a"))
        zooKeeper.connect()
        let worker = HoldfastWorker(
            client: zooKeeper, list: WorkerHarness.list, configuration: .quick, logger: .silent,
            runThing: WorkerHarness.untilCancelled)
        let events = worker.events()
        let services = ServiceGroup(services: [worker], logger: .silent)
        var told: [WorkerEvent] = []
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            for await event in events {
                told.append(event)
                guard case .started = event else { continue }
                try await worker.stop("a")
                await services.triggerGracefulShutdown()
            }
            try await group.waitForAll()
        }
        #expect(told.contains(.suspended("a", .stoppedByOperator)))
    }

    @Test("a word that concerns nothing is refused, and says why")
    func refusals() async throws {
        try await WorkerHarness.with(things: ["a"]) { harness in
            harness.zooKeeper.connect()
            await harness.untilStarted(["a"])
            let worker = harness.worker
            let unknown = await #expect(throws: HoldfastWorker.OperatorWordRefused.self) { try await worker.stop("z") }
            #expect(unknown?.description == "z is not assigned to this worker")
            let stale = await #expect(throws: HoldfastWorker.OperatorWordRefused.self) {
                try await worker.approve(ApprovalToken(rawValue: "1-2-3"))
            }
            #expect(stale?.description.contains("1-2-3") == true)
        }
    }

    @Test("a word to a worker that does not run, or has ended, is refused at once")
    func notRunning() async throws {
        let idle = HoldfastWorker(client: ScriptedZooKeeper(), list: "/list", logger: .silent) { _ in }
        await #expect(throws: HoldfastWorker.OperatorWordRefused.self) { try await idle.start("a") }
        var ended: HoldfastWorker?
        try await WorkerHarness.with { ended = $0.worker }
        let worker = try #require(ended)
        await #expect(throws: HoldfastWorker.OperatorWordRefused.self) { try await worker.start("a") }
    }
}
