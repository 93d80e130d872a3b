/// A change of the worker's posture, as it told it.
struct PostureRecord: Codable, Hashable, Sendable {
    var at: Double
    /// `following` or `holding`.
    var state: String
    /// Why it holds; empty while following.
    var reasons: [String] = []
}
