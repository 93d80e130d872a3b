/// An invariant that did not hold.
struct Violation: Codable, Hashable, Sendable {
    enum Kind: String, Codable, Sendable, CaseIterable {
        /// A Thing was stopped, or not begun again, that nobody took off the list.
        case wrongfulStop
        /// A true change was not carried out within its bound.
        case lateChange
        /// Two of one Thing ran in one process.
        case twice
        /// The posture did not tell the truth.
        case posture
        /// Sessions or watches are left at the servers, or are more than a worker needs.
        case leftOver
        /// A line that is no event line, or a process that ended otherwise than it was told to.
        case conduct
    }

    var kind: Kind
    /// When it was seen, in seconds since the episode began.
    var at: Double
    var thing: String?
    /// What happened, for people.
    var words: String
}
