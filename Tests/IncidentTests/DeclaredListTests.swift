import Holdfast
import HoldfastCore
import TestSupport
import Testing

/// What a writer declares is believed at once.
@Suite("Declared lists on real servers", .serialized, .sharedEnsemble, .timeLimit(.minutes(1)))
struct DeclaredListTests {
    @Test("a drained list is stopped, each Thing on the proof of that declaration")
    func drain() async throws {
        let record = try await Scene.with(SharedEnsemble.ensemble, isDeclared: true) { scene in
            let statement = try await scene.writer.publish { try await $0.drain() }
            try await stopsAtOnce(scene.things, by: statement, in: scene, "drained")
            #expect(scene.worker.now.reasonsShown.isEmpty, "a declared removal is no reason for a hold")
            try await scene.add("thing-51")
            try await scene.worker.until("a Thing is put on the drained list") { $0.running == ["thing-51"] }
        }
        #expect(record.stopped == Set(Scene.things))
    }

    @Test("nine tenths go at once, and at last the last one")
    func lastThing() async throws {
        let record = try await Scene.with(SharedEnsemble.ensemble, isDeclared: true) { scene in
            let last = "thing-50"
            for removed in [Array(scene.things[..<45]), Array(scene.things[45..<49]), [last]] {
                let ids = Set(removed.map { ThingID($0) })
                let statement = try await scene.writer.publish { try await $0.remove(ids) }
                try await stopsAtOnce(removed, by: statement, in: scene, "\(removed.count) removed")
            }
            #expect(scene.worker.now.running.isEmpty)
            #expect(scene.worker.now.reasonsShown.isEmpty, "a declared removal is no reason for a hold")
            try await scene.add(last)
            try await scene.worker.until("it is assigned anew") { $0.running == [last] }
        }
        #expect(record.stopped == Set(Scene.things).subtracting(["thing-50"]))
    }

    private func stopsAtOnce(
        _ things: [String], by statement: PublishedStatement, in scene: Scene, _ what: String
    ) async throws {
        let stated = ContinuousClock.now
        let record = try await scene.worker.until("\(what): stopped") { $0.stopped.isSuperset(of: things) }
        let delay = try #require(things.compactMap { record.stoppedAt[$0] }.max()) - stated
        Figures.print("declared list: \(what)", ["all stopped after": delay])
        #expect(delay < .seconds(5))
        for thing in things {
            #expect(record.proofs[thing]?.hasSuffix(", declared in generation \(statement.generation)") == true)
        }
    }
}
