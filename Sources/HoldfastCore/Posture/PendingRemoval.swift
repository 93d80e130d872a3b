/// A Thing that is assigned, that the newest believable reading does not list, and that is held until its removal is proved.
public struct PendingRemoval: Hashable, Sendable {
    /// What is still missing.
    public enum Wait: String, Hashable, Sendable {
        /// No server answers.
        case connection
        /// The list is to be read anew.
        case reading
        /// A new session, or the end of a long outage: absence is not believed before the settle time is over.
        case settling
        /// The list must hold still for a moment.
        case stillness
        /// Somebody has to say it: the writer by a declaration, or an operator by an approval.
        case word
    }

    /// The Thing.
    public var thing: ThingID
    /// When it was first seen absent, on the clock of ``Posture/since``.
    public var since: Moment
    /// What is still missing.
    public var waitsFor: Wait

    public init(thing: ThingID, since: Moment, waitsFor: Wait) {
        self.thing = thing
        self.since = since
        self.waitsFor = waitsFor
    }
}
