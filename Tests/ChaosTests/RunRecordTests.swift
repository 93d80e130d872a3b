import Foundation
import Testing

@testable import ChaosSuite

@Suite struct RunRecordTests {
    @Test("a run holds only when every episode does, and there was one")
    func holdsOnlyWhenAllHold() {
        var run = RunRecord(worker: "worker", seed: 1, began: 0)
        #expect(!run.held)
        run.episodes = [.sample, .sample]
        #expect(run.held)
        run.episodes[1].violations = [Violation(kind: .twice, at: 1, words: "two of it")]
        #expect(!run.held)
        #expect(run.violations == 1)
    }

    @Test("a run is read from JSON as it was written")
    func roundTrip() throws {
        let run = RunRecord(worker: "worker", seed: .max, began: 1.5, took: 2, episodes: [.sample])
        #expect(try JSONDecoder().decode(RunRecord.self, from: JSONEncoder().encode(run)) == run)
    }
}

extension EpisodeRecord {
    /// An episode in which something of everything happens.
    static var sample: EpisodeRecord {
        var episode = EpisodeRecord(
            number: 1, name: "leader killed", seed: 7, isDeclared: false, began: 1_700_000_000, took: 12,
            replay: "make chaos EPISODES=1 SEED=7")
        episode.things = ["thing-1", "thing-2"]
        episode.faults = [
            FaultRecord(name: "leader killed", met: "server 2", begins: 1, begun: 1.1, ends: 5, ended: 5.1)
        ]
        episode.changes = [
            ChangeRecord(kind: .removed, thing: "thing-2", written: 6, knowable: 6, due: 20, carriedOut: 6.7)
        ]
        episode.processes = [ProcessRecord(started: 0, ready: 0.2, ended: 11, ending: "exit 0")]
        episode.postures = [
            PostureRecord(at: 0.5, state: "following"),
            PostureRecord(at: 1.3, state: "holding", reasons: ["disconnected"]),
            PostureRecord(at: 2, state: "following"),
        ]
        episode.runs = [
            ThingRun(thing: "thing-1", started: 0.5, ended: 11, end: .processEnded),
            ThingRun(thing: "thing-2", started: 0.5, ended: 6.7, end: .stopped, proof: "absent at revision 9"),
        ]
        episode.running = [
            RunningCount(at: 0.5, count: 2), RunningCount(at: 6.7, count: 1), RunningCount(at: 11, count: 0),
        ]
        episode.counts = [
            ServerCountRecord(at: 10, when: .following, sessions: 1, mostSessions: 1, watches: 3, mostWatches: 6)
        ]
        return episode
    }
}
