/// What the servers counted for the worker at one time, all of them together.
struct ServerCountRecord: Codable, Hashable, Sendable {
    enum When: String, Codable, Sendable {
        /// The worker follows its list, after all faults.
        case following
        /// The worker has ended.
        case afterwards
    }

    var at: Double
    var when: When
    /// Sessions besides the operator's own.
    var sessions: Int
    var mostSessions: Int
    /// Watches that are armed.
    var watches: Int
    var mostWatches: Int
}
