/// One episode: a list, a worker that follows it, what befell them, and what the worker made of it.
///
/// Every time in it is in seconds since the episode began, on the clock of the observer.
struct EpisodeRecord: Codable, Hashable, Sendable {
    /// Its place in the run, from 1.
    var number: Int
    /// What it is about: the names of its faults.
    var name: String
    /// From which it was drawn; 0 for one that was chosen.
    var seed: UInt64
    /// Whether the list carries a declaration.
    var isDeclared: Bool
    /// When it began, in seconds since 1970.
    var began: Double
    /// How long it took.
    var took: Double = 0
    /// The Things on the list when it began.
    var things: [String] = []
    var faults: [FaultRecord] = []
    var changes: [ChangeRecord] = []
    /// The worker's processes, one after the other.
    var processes: [ProcessRecord] = []
    /// What the worker said of itself.
    var postures: [PostureRecord] = []
    /// When each Thing ran. Those of a crowd that a fault puts on the list are only counted in `running`.
    var runs: [ThingRun] = []
    /// How many Things ran, at each time at which that changed.
    var running: [RunningCount] = []
    /// What the servers counted.
    var counts: [ServerCountRecord] = []
    var violations: [Violation] = []
    /// Where its lines and the servers' logs are kept; only of one that failed.
    var folder: String?
    /// The command that runs it again.
    var replay: String

    var held: Bool { violations.isEmpty }
}
