// The first gate.
extension AssignmentCore {
    /// A connection was made, or made anew, and the server has caught up with the leader. The list is to be read.
    public mutating func connected(_ connection: Connection, at now: Moment) -> [Directive] {
        let ended = endWhatTimeEnds(at: now)
        let isDoubtful = connectionGate.connected(connection, at: now)
        // Unknown time does not count: a settle time that was interrupted begins anew.
        if settling != nil || (isDoubtful && !assigned.isEmpty) { settle(from: now) }
        forgetReadings()
        rows.append(.unread)
        return ended + [.read(afterSync: false)] + conclude(at: now)
    }

    /// The connection is gone, or none could be made.
    public mutating func disconnected(_ reason: Disconnection, at now: Moment) -> [Directive] {
        let ended = endWhatTimeEnds(at: now)
        connectionGate.disconnected(reason, at: now)
        forgetReadings()
        rows.append(.disconnected)
        return ended + conclude(at: now)
    }

    private mutating func forgetReadings() {
        knowledge = .unread
        isConfirming = false
        stillness.interrupted()
        knownTime.interrupted()
    }

    /// A reading was made: one that began after the settle time ends it, whatever it gave.
    mutating func endSettling(begun: Moment) {
        if let settling, begun >= settling.until { self.settling = nil }
    }

    mutating func settle(from now: Moment, delayingStarts: Bool = false) {
        let delaysStarts = delayingStarts || (settling?.delaysStarts ?? false)
        settling = Settling(until: now + settings.settle, delaysStarts: delaysStarts)
    }
}
