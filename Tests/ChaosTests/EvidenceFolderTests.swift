import Foundation
import Testing

@testable import ChaosSuite

@Suite struct EvidenceFolderTests {
    @Test("an episode that failed leaves its lines, its logs and the command that runs it again")
    func failedEpisodeIsKept() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("holdfast-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var trace = TraceBuilder()
        trace.says("stopped", "a", at: 5)
        var record = EpisodeRecord.sample
        record.violations = trace.judged().violations
        let outcome = EpisodeRunner.Outcome(
            record: record, trace: trace.trace, workerLog: "a log", isEnsembleWhole: true)
        let folder = try EvidenceFolder(path).keep(outcome, serverLogs: [Data("one".utf8), Data("two".utf8)])

        func text(_ name: String) throws -> String {
            try String(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(name), encoding: .utf8)
        }
        #expect(try text("server-2.log") == "two")
        #expect(try text("worker.log") == "a log")
        #expect(try text("run-again") == "make chaos EPISODES=1 SEED=7\n")
        #expect(try text("worker.lines").contains("5.0 s\t{\"t\":1,\"event\":\"stopped\",\"thing\":\"a\""))
        // What was judged can be judged again.
        let kept = try JSONDecoder().decode(EpisodeTrace.self, from: Data(try text("trace.json").utf8))
        #expect(Observer.judge(kept).violations == record.violations)
        let told = try JSONDecoder().decode(EpisodeRecord.self, from: Data(try text("episode.json").utf8))
        #expect(told.folder == folder)
    }

    @Test("an episode that failed is told with what was broken and how to run it again")
    func failureIsTold() {
        var record = EpisodeRecord.sample
        #expect(!Progress(record: record).text.contains("\n"))
        record.violations = (1...10).map { Violation(kind: .wrongfulStop, at: Double($0), words: "stop \($0)") }
        let text = Progress(record: record).text
        #expect(text.contains("FAILED  leader killed"))
        #expect(text.contains("wrongfulStop: stop 1"))
        #expect(text.contains("and 2 more"))
        #expect(text.hasSuffix("again: make chaos EPISODES=1 SEED=7"))
    }

    @Test("a summary counts what was broken by its kind")
    func summaryCounts() {
        var run = RunRecord(worker: "worker", seed: 1, began: 0, took: 30, episodes: [.sample, .sample])
        run.episodes[1].violations = [Violation(kind: .lateChange, at: 1, words: "late")]
        let text = Summary(run: run).text
        #expect(text.contains("2 episodes in 30.0 s, 1 failed; 2 faults, 2 true changes"))
        #expect(text.contains("0 wrongful stops, 1 late changes"))
    }
}
