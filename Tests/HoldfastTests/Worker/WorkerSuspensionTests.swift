import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Testing

/// Things that end and stay assigned.
@Suite(.timeLimit(.minutes(1)))
struct WorkerSuspensionTests {
    private struct Broken: Error {}

    @Test("with a limited tenure an outage suspends, and what is known again starts again")
    func tenure() async throws {
        var configuration = HoldfastWorker.Configuration.quick
        configuration.tenure = .limited(.milliseconds(300))
        try await WorkerHarness.with(things: ["a"], configuration: configuration) { harness in
            harness.zooKeeper.connect()
            await harness.untilStarted(["a"])
            harness.zooKeeper.disconnect()
            let events = await harness.until { if case .suspended = $0 { true } else { false } }
            #expect(events.last == .suspended("a", .tenureEnded))
            #expect(events.stopped.isEmpty)
            harness.zooKeeper.connect()
            await harness.untilStarted(["a"])
        }
    }

    @Test("a Thing that keeps failing is quarantined, and a new payload starts it again")
    func quarantine() async throws {
        var configuration = HoldfastWorker.Configuration.quick
        configuration.quarantine.failures = 3
        try await WorkerHarness.with(
            things: ["a", "b"], configuration: configuration,
            runThing: { thing in
                if thing.payload == Array("a".utf8) { throw Broken() }
                try await WorkerHarness.forever()
            }
        ) { harness in
            harness.zooKeeper.connect()
            let events = await harness.until { if case .suspended = $0 { true } else { false } }
            guard case .suspended("a", .quarantined) = events.last else { return #expect(Bool(false), "\(events)") }
            #expect(events.count { if case .failed("a", _, _) = $0 { true } else { false } } == 3)
            harness.put("a", "mended")
            await harness.untilStarted(["a"])
            #expect(harness.worker.posture.suspended.isEmpty)
        }
    }

    @Test("a suspended Thing that is taken off the list is told to have stopped, with its proof")
    func suspendedAndTakenOff() async throws {
        try await WorkerHarness.with(things: ["a", "b"]) { harness in
            harness.zooKeeper.connect()
            await harness.untilStarted(["a", "b"])
            try await harness.worker.stop("a")
            await harness.until { if case .suspended = $0 { true } else { false } }
            harness.remove("a")
            let events = await harness.until { if case .stopped = $0 { true } else { false } }
            #expect(events.stopped == ["a"])
            #expect(harness.worker.posture.suspended.isEmpty)
        }
    }
}
