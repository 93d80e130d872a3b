import Holdfast
import HoldfastCore
import HoldfastZooKeeper
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
