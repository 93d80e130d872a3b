import HoldfastEnsemble
import Subprocess
import Testing

/// A payload that means nothing, on real servers.
@Suite("Bad payloads on real servers", .serialized, .timeLimit(.minutes(1)))
struct BadPayloadTests {
    @Test("a payload that is not JSON is reported, and the others run")
    func payloadIsNotJSON() async throws {
        try await Ensemble.with(servers: 1) { ensemble in
            try await ListWriter.with(ensemble) { writer in
                try await writer.make(["good-1", "good-2"])
                try await writer.add("bad", payload: "not JSON")
                let (record, ending) = try await WorkerProcess.with(
                    arguments: IncidentTests.arguments(for: ensemble)
                ) { worker in
                    try await worker.until("the bad one reports") { $0.unreadable["bad"] != nil }
                    try await worker.until("the good ones run") { $0.running.isSuperset(of: ["good-1", "good-2"]) }
                }
                #expect(ending.status == .exited(0))
                #expect(record.unreadable["bad"]?.contains("JSON") == true)
                #expect(record.stopped.isEmpty)
                #expect(record.unreadable.keys.sorted() == ["bad"])
                #expect(record.failed.isEmpty)
            }
        }
    }
}
