import TestSupport
import Testing

/// Words that an operator says to a worker, on its standard input.
@Suite("An operator's words, with real servers", .serialized, .sharedEnsemble, .timeLimit(.minutes(1)))
struct OperatorWordTests {
    @Test("a Thing that an operator stopped stays assigned, also through a restart, until he starts it")
    func stopAndStart() async throws {
        try await StateStage.with(SharedEnsemble.ensemble) { stage in
            try await stage.writer.make(Scene.things)
            try await stage.run(options: ["--words"]) { scene in
                try await scene.worker.until("all run") { $0.running.count == 50 && $0.isFollowing }
                for thing in ["thing-8", "thing-9"] { try await scene.worker.say("stop \(thing)") }
                try await scene.worker.until("they end") {
                    $0.suspended == ["thing-8": "stopped by an operator", "thing-9": "stopped by an operator"]
                }
                try await scene.worker.say("start thing-9")
                try await scene.worker.until("it starts") { $0.running.contains("thing-9") }
                try await scene.worker.say("stop thing-99")
                try await scene.worker.untilLogged("Not done: stop thing-99")
            }
            let record = try await stage.run(options: ["--words"]) { scene in
                try await scene.worker.until("all others run") { $0.running.count == 49 && $0.isFollowing }
                #expect(scene.worker.now.starts["thing-8"] == nil)
                try await scene.worker.say("start thing-8")
                try await scene.worker.until("it starts") { $0.running.contains("thing-8") }
                try await scene.carryOutChanges(after: "an operator's words")
            }.record
            #expect(record.stopped == ["thing-7"])
        }
    }
}
