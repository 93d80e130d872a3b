import Holdfast
import HoldfastCore
import HoldfastEnsemble
import HoldfastZooKeeper
import Logging
import TestSupport
import Testing

/// A Thing whose own code keeps failing.
@Suite("Quarantine on real servers", .serialized, .sharedEnsemble, .timeLimit(.minutes(1)))
struct QuarantineTests {
    @Test("one whose source does not exist fails, and the others run")
    func othersRun() async throws {
        let record = try await Scene.with(SharedEnsemble.ensemble) { scene in
            try await scene.writer.add("bad", payload: #"{"source":"file:/does/not/exist","interval_ms":1000}"#)
            try await scene.worker.until("it has failed three times") { $0.failures["bad"] == 3 }
            #expect(scene.worker.now.running.isSuperset(of: scene.things))
            #expect(scene.worker.now.isFollowing, "a Thing's own failure is no reason for a hold")
            try await scene.carryOutChanges(after: "a Thing that keeps failing")
        }
        #expect(record.stopped == ["thing-7"])
        #expect(record.failed.keys.sorted() == ["bad"])
    }

    /// In this process, since the example worker has no option for it and the default takes minutes.
    @Test("one that keeps failing is left alone, and the others run")
    func isLeftAlone() async throws {
        let ensemble = try SharedEnsemble.ensemble
        let list: ZNodePath = "/quarantine"
        let logger = Logger(label: "worker", factory: { _ in SwiftLogNoOpLogHandler() })
        let client = ZooKeeperClient(
            configuration: .init(servers: try ServerList(ensemble.connectString)), logger: logger)
        var configuration = HoldfastWorker.Configuration()
        configuration.quarantine.failures = 3
        configuration.firstRetry = .milliseconds(50)
        let worker = HoldfastWorker(client: client, list: list, configuration: configuration, logger: logger) { thing in
            if thing.id == "bad" { throw Unseen(description: "it fails") }
            try await ContinuousClock().sleep(for: .seconds(3600))
        }
        let events = worker.events()
        try await ListWriter.with(ensemble, list: list) { writer in
            try await writer.make(["good-1", "good-2", "bad"])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await client.run() }
                group.addTask { try await worker.run() }
                var failures = 0
                for await event in events {
                    if case .failed("bad", _, _) = event { failures += 1 }
                    if case .suspended(let thing, let suspension) = event {
                        #expect(thing == "bad")
                        #expect(suspension.description == "quarantined")
                        break
                    }
                }
                #expect(failures == 3)
                #expect(worker.posture.state == .following)
                #expect(worker.posture.assigned == 3, "it stays assigned")
                #expect(worker.posture.suspended.keys.map(\.description) == ["bad"])
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }
}
