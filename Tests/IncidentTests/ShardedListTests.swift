import Holdfast
import HoldfastCore
import HoldfastEnsemble
import HoldfastZooKeeper
import Subprocess
import TestSupport
import Testing

/// A list that is spread over shards, on real servers, followed by the worker as its own process.
@Suite("Sharded lists on real servers", .serialized, .timeLimit(.minutes(5)))
struct ShardedListTests {
    private static let things = (0..<1000).map { "thing-\($0)" }

    @Test("1,000 Things grow from 4 to 16 shards under changes and the loss of the leader, and none is wrongly stopped")
    func growing() async throws {
        let removed = (0..<60).map { "thing-\($0)" }
        let added = (0..<60).map { "new-\($0)" }
        let expected = Set(Self.things + added).subtracting(removed)
        var changeTook: [Duration] = []
        try await Ensemble.with(servers: 3) { ensemble in
            let list = try ZNodePath("/collectors-\(UInt32.random(in: 0 ... .max))")
            try await ListWriter.with(ensemble, list: list) { writer in
                try await writer.declare(Self.things)
                try await finish { try await writer.publish { try await $0.reshard(to: 4) } }
                let (record, ending) = try await WorkerProcess.with(arguments: Scene.arguments(for: ensemble, list)) {
                    worker in
                    try await worker.until("all Things run") { $0.running.count == 1000 && $0.isFollowing }
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await Self.change(writer, adding: added, removing: removed) }
                        group.addTask {
                            try await finish { try await writer.publish { try await $0.reshard(to: 16) } }
                            try await Self.loseLeader(of: ensemble)
                            try await finish { try await writer.publish { try await $0.reshard(to: 7) } }
                            try await finish { try await writer.publish { try await $0.reshard(to: 16) } }
                        }
                        try await group.waitForAll()
                    }
                    try await worker.until("every change is carried out") { $0.running == expected && $0.isFollowing }
                    for number in 0..<10 {
                        let thing = "late-\(number)"
                        let begun = ContinuousClock.now
                        try await writer.publish { try await $0.add(ListWriter.payloads([thing])) }
                        try await worker.until("\(thing) runs") { $0.running.contains(thing) }
                        changeTook.append(begun.duration(to: .now))
                        try await writer.publish { try await $0.remove([ThingID(thing)]) }
                        try await worker.until("\(thing) is stopped") { $0.stopped.contains(thing) }
                    }
                }
                #expect(ending.status == .exited(0), "\(ending.log)")
                #expect(record.offences.isEmpty)
                let late = (0..<10).map { "late-\($0)" }
                #expect(record.stopped == Set(removed + late))
                #expect(record.starts.values.allSatisfy { $0 == 1 })
                let places = try await writer.publish { try await $0.places() }
                #expect(places.count == 16)
            }
        }
        Figures.print("sharded list of 1,000", ["an addition, statement to start": changeTook.sorted()[5]])
    }

    private static func loseLeader(of ensemble: Ensemble) async throws {
        guard let leader = try await ensemble.leader() else { return }
        try await leader.kill()
        try await leader.start()
        try await ensemble.waitUntilServing()
    }

    private static func change(_ writer: ListWriter, adding added: [String], removing removed: [String]) async throws {
        for (new, old) in zip(added, removed) {
            try await finish { try await writer.publish { try await $0.add(ListWriter.payloads([new])) } }
            try await finish { try await writer.publish { try await $0.remove([ThingID(old)]) } }
        }
    }
}

/// The same call again finishes what one left in doubt.
private func finish(_ statement: () async throws -> PublishedStatement) async throws {
    for _ in 0..<50 {
        do {
            _ = try await statement()
            return
        } catch let error as PublisherError where error.mayHaveBeenApplied || error.code == .conflict {
            continue
        }
    }
    throw Unseen(description: "a statement that is carried out")
}
