import TestSupport
import Testing

/// A payload that means nothing, on real servers.
@Suite("Bad payloads on real servers", .serialized, .sharedEnsemble, .timeLimit(.minutes(1)))
struct BadPayloadTests {
    @Test("a payload that is not JSON is reported, and the others run")
    func payloadIsNotJSON() async throws {
        let record = try await Scene.with(SharedEnsemble.ensemble) { scene in
            try await scene.writer.add("bad", payload: "not JSON")
            try await scene.worker.until("the bad one reports") { $0.unreadable["bad"] != nil }
            #expect(scene.worker.now.running == Set(scene.things))
            try await scene.carryOutChanges(after: "a payload that is not JSON")
        }
        #expect(record.unreadable["bad"]?.contains("JSON") == true)
        #expect(record.unreadable.keys.sorted() == ["bad"])
        #expect(record.stopped == ["thing-7"])
        #expect(record.failed.isEmpty)
    }
}
