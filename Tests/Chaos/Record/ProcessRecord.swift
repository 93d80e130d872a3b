/// One process of the worker.
struct ProcessRecord: Codable, Hashable, Sendable {
    var started: Double
    /// Nil where it never got so far as to say that it runs.
    var ready: Double?
    var ended: Double?
    /// How it ended: `exit 0`, `signal 9`.
    var ending: String?
}
