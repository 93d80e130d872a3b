/// The figures of a run, in a few lines.
struct Summary: Sendable {
    let run: RunRecord

    var text: String {
        let failed = run.episodes.count { !$0.held }
        let changes = run.episodes.flatMap(\.changes)
        let delays = changes.compactMap(\.delay).sorted()
        func count(_ kind: Violation.Kind) -> Int {
            run.episodes.reduce(0) { sum, episode in sum + episode.violations.count { $0.kind == kind } }
        }
        var lines = [
            "\(run.episodes.count) episodes in \(Observer.text(run.took)), \(failed) failed; "
                + "\(run.episodes.reduce(0) { $0 + $1.faults.count }) faults, \(changes.count) true changes",
            "\(count(.wrongfulStop)) wrongful stops, \(count(.lateChange)) late changes, \(count(.twice)) Things twice, "
                + "\(count(.posture)) untrue postures, \(count(.leftOver)) left over at the servers, "
                + "\(count(.conduct)) others",
        ]
        if let slowest = delays.last {
            lines.append(
                "a change was carried out \(Observer.text(delays[delays.count / 2])) after it could be known in the median, "
                    + "\(Observer.text(slowest)) at most")
        }
        return lines.joined(separator: "\n")
    }
}
