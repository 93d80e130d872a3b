// What is kept on disk.
extension AssignmentCore {
    /// What a worker needs to know after a restart.
    public var lastKnownGood: LastKnownGood {
        LastKnownGood(
            things: assigned, floor: history.floor, newest: history.newest, trouble: trouble,
            accepted: wordGate.accepted, newestStatement: wordGate.newest, heads: wordGate.heads,
            highWater: history.highWater, departed: brake.departed, awaitingWord: awaitingWord, approvals: approvals
        )
    }

    /// Takes over what was kept, before anything else was learned.
    ///
    /// Its Things run at the first reading, or after ``Settings/coldStart`` without one. What is older than ``Settings/maxAge``
    /// waits to be listed; it is held against the floor all the same.
    ///
    /// - Parameter age: how long ago it was last proved.
    public mutating func restore(_ kept: LastKnownGood, age: Duration, at now: Moment) -> [Directive] {
        assigned = kept.things
        history = HistoryGate(floor: kept.floor, newest: kept.newest, highWater: kept.highWater)
        trouble = kept.trouble
        wordGate = WordGate(accepted: kept.accepted, newest: kept.newestStatement, heads: kept.heads)
        awaitingWord = kept.awaitingWord
        approvals = kept.approvals
        provedAt = now + (Duration.zero - age)
        for (id, thing) in kept.things {
            suspended[id] = thing.isStoppedByOperator ? .stoppedByOperator : .notYetKnown
        }
        if let made = trouble?.recreatedAs, made != history.floor?.stat.identity {
            // How long the list had been settling is not known any more: the connection to come begins it anew.
            settling = Settling(until: now, delaysStarts: true)
        }
        brake.beginCounting()
        // How long ago they went is not known any more: the time begins anew.
        for id in kept.departed { brake.went(id, at: now) }
        if age <= settings.maxAge { coldStartAt = now + settings.coldStart }
        return conclude(at: now)
    }

    /// What was kept on disk runs from the first reading on, what that reading lists and what it does not: its absence is not
    /// proved. Too old to be run on its own word, it waits to be listed.
    mutating func startWhatWasKept(at now: Moment) -> [Directive] {
        guard coldStartAt != nil else { return [] }
        coldStartAt = nil
        return run(suspended.keys.filter { suspended[$0] == .notYetKnown }, at: now)
    }
}
