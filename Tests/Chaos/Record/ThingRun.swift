/// One time that a Thing ran, from its `started` to what ended it.
struct ThingRun: Codable, Hashable, Sendable {
    /// How the names begin of those that only make a list huge.
    static let crowdPrefix = "crowd-"

    enum End: String, Codable, Sendable {
        /// It was told to have been stopped.
        case stopped
        /// Its own code failed.
        case failed
        /// It was ended and stays assigned.
        case suspended
        /// Its process ended.
        case processEnded
    }

    var thing: String
    var started: Double
    /// Nil where it ran to the end of the episode.
    var ended: Double?
    var end: End?
    /// On what proof it was stopped.
    var proof: String?
    /// Whether it was stopped although nobody took it off the list.
    var isWronglyStopped = false
}

/// How many Things ran from one time on.
struct RunningCount: Codable, Hashable, Sendable {
    var at: Double
    var count: Int
}
