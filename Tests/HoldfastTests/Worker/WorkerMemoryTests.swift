import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Testing

/// What a worker keeps on disk, and what the next one makes of it.
@Suite(.timeLimit(.minutes(1)))
struct WorkerMemoryTests {
    private func configuration(_ folder: String) -> HoldfastWorker.Configuration {
        var configuration = HoldfastWorker.Configuration.quick
        configuration.stateFolder = Holdfast.StateFolder(path: folder, workerID: "w")
        configuration.stateFolder?.coldStart = .milliseconds(20)
        return configuration
    }

    @Test("a worker that starts while the servers are away runs what the one before last knew")
    func coldStart() async throws {
        try await TemporaryFolder.with { folder in
            try await WorkerHarness.with(things: ["a", "b"], configuration: configuration(folder)) { harness in
                harness.zooKeeper.connect()
                await harness.untilStarted(["a", "b"])
            }
            try await WorkerHarness.with(configuration: configuration(folder)) { harness in
                await harness.untilStarted(["a", "b"])
                #expect(harness.worker.posture.isHolding)
                #expect(harness.worker.posture.suspended.isEmpty)
            }
        }
    }

    @Test("an operator's word outlives the worker, and the floor keeps the next one from the past")
    func memory() async throws {
        try await TemporaryFolder.with { folder in
            try await WorkerHarness.with(things: ["a", "b", "c"], configuration: configuration(folder)) { harness in
                harness.zooKeeper.connect()
                await harness.untilStarted(["a", "b", "c"])
                harness.put("c", "later")
                await harness.until { if case .updated = $0 { true } else { false } }
                try await harness.worker.stop("a")
                await harness.until { if case .suspended = $0 { true } else { false } }
            }
            // Another ensemble, of the same beginnings: its zxids are lower.
            try await WorkerHarness.with(things: ["a"], configuration: configuration(folder)) { harness in
                await harness.untilStarted(["b", "c"])
                harness.zooKeeper.connect()
                let events = await harness.untilHolding(.historyRewound)
                #expect(events.stopped.isEmpty && events.started.isEmpty)
                #expect(harness.worker.posture.suspended == ["a": .stoppedByOperator])
            }
        }
    }

    @Test("a second worker is kept out of the folder, and so is one of another name")
    func folderIsOwned() async throws {
        try await TemporaryFolder.with { folder in
            try await WorkerHarness.with(things: ["a"], configuration: configuration(folder)) { harness in
                harness.zooKeeper.connect()
                await harness.untilStarted(["a"])
                let second = HoldfastWorker(
                    client: harness.zooKeeper, list: WorkerHarness.list, configuration: configuration(folder),
                    logger: .silent
                ) { _ in }
                let error = await #expect(throws: LastKnownGoodError.self) { try await second.run() }
                #expect(error?.code == .inUse)
                // What never ran has ended all the same: nobody waits for it.
                for await _ in second.postures {}
                await #expect(throws: HoldfastWorker.OperatorWordRefused.self) { try await second.stop("a") }
            }
            var other = configuration(folder)
            other.stateFolder?.workerID = "another"
            let stranger = HoldfastWorker(
                client: ScriptedZooKeeper(), list: WorkerHarness.list, configuration: other, logger: .silent
            ) { _ in }
            let error = await #expect(throws: LastKnownGoodError.self) { try await stranger.run() }
            #expect(error?.code == .otherOwner)
        }
    }
}
