/// How much time was known: it runs from one believable reading to the next over an unbroken connection, and stands still
/// otherwise.
struct KnownTime: Sendable {
    private(set) var total = Duration.zero
    /// When the newest believable reading ended, if nothing has interrupted since.
    private(set) var mark: Moment?

    /// A believable reading was made.
    mutating func readingEnded(begun: Moment, at now: Moment) {
        if let mark, begun > mark { total += begun - mark }
        mark = now
    }

    /// What was seen says nothing of the time that follows.
    mutating func interrupted() {
        mark = nil
    }
}

/// A Thing that is assigned and not listed.
struct Absence: Hashable, Sendable {
    /// When it was first seen absent.
    var since: Moment
    /// When it was last proved that it was assigned; nil where that was never.
    var provedAt: Moment?
    /// How much time had been known when a reading of the list first lacked it, or last brought another one back; nil until that
    /// reading has been counted.
    var knownTime: Duration?
}
