/// What a run of the suite found, from its first episode to its last: what a report is made from.
struct RunRecord: Codable, Hashable, Sendable {
    /// The worker that was driven, as it was named on the command line.
    var worker: String
    /// From which the episodes were drawn.
    var seed: UInt64
    /// When it began, in seconds since 1970.
    var began: Double
    /// How long it took, in seconds.
    var took: Double = 0
    /// In the order in which they began.
    var episodes: [EpisodeRecord] = []

    /// Whether every invariant held in every episode, and there was one.
    var held: Bool { !episodes.isEmpty && episodes.allSatisfy(\.held) }

    var violations: Int { episodes.reduce(0) { $0 + $1.violations.count } }
}
