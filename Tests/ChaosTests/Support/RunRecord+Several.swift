@testable import ChaosSuite

extension RunRecord {
    /// A run of so many episodes, each a little longer than the one before, of which some fail.
    static func several(_ count: Int, failing failed: Set<Int>) -> RunRecord {
        var run = RunRecord(worker: "collector-worker", seed: 42, began: 1_700_000_000, took: 3723.5)
        run.episodes = (1...count).map { number in
            var episode = EpisodeRecord.sample
            episode.number = number
            episode.seed = UInt64(number)
            episode.took += Double(number) / 10
            episode.isDeclared = number.isMultiple(of: 2)
            if number.isMultiple(of: 3) || number == 5 {
                episode.name = "leader killed, client cut"
                episode.faults.append(
                    FaultRecord(name: "client cut", met: nil, begins: 3, begun: 3.2, ends: 7.5, ended: 8))
            }
            if failed.contains(number) {
                episode.changes.append(
                    ChangeRecord(kind: .added, thing: "thing-3", written: 7, knowable: 7.5, due: 9, carriedOut: nil))
                episode.violations = [
                    Violation(kind: .lateChange, at: 9, thing: "thing-3", words: "thing-3 was not started by 9.0 s"),
                    Violation(kind: .wrongfulStop, at: 9.05, thing: "thing-1", words: "thing-1 was stopped"),
                    Violation(kind: .posture, at: 11, words: "it says that it follows"),
                ]
                episode.folder = "chaos/episode-\(number)"
            }
            return episode
        }
        return run
    }
}
