/// The figures of a run as its report shows them.
struct RunFigures: Sendable {
    let episodes: Int
    let failed: Int
    let faults: Int
    let changes: Int
    let violations: [Violation.Kind: Int]
    let medianDelay: Double?
    let longestDelay: Double?
    /// How long the workers held, all together.
    let held: Double

    init(_ run: RunRecord) {
        episodes = run.episodes.count
        failed = run.episodes.count { !$0.held }
        faults = run.episodes.reduce(0) { $0 + $1.faults.count }
        let changes = run.episodes.flatMap(\.changes)
        self.changes = changes.count
        violations = run.episodes.flatMap(\.violations).reduce(into: [:]) { $0[$1.kind, default: 0] += 1 }
        let delays = changes.compactMap(\.delay).sorted()
        medianDelay = delays.isEmpty ? nil : delays[delays.count / 2]
        longestDelay = delays.last
        held = run.episodes.reduce(0) { $0 + $1.timeHeld }
    }
}

extension EpisodeRecord {
    /// A time of one posture.
    struct PostureSpan: Hashable, Sendable {
        var from: Double
        var to: Double
        var posture: PostureRecord
    }

    /// What the worker said of itself, each until it said otherwise, or its process ended, or the episode did.
    var postureSpans: [PostureSpan] {
        postures.enumerated().map { index, posture in
            let next = index + 1 < postures.count ? postures[index + 1].at : took
            let ended = processes.compactMap(\.ended).filter { $0 >= posture.at }.min() ?? took
            return PostureSpan(from: posture.at, to: max(posture.at, min(next, ended, took)), posture: posture)
        }
    }

    var timeHeld: Double {
        postureSpans.reduce(0) { $0 + ($1.posture.state == "holding" ? $1.to - $1.from : 0) }
    }

    var longestDelay: Double? { changes.compactMap(\.delay).max() }

    var wronglyStopped: Int { violations.count { $0.kind == .wrongfulStop } }
    var late: Int { violations.count { $0.kind == .lateChange } }
}
