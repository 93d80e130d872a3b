// Time: what ends by itself, and what is looked at once more.
extension AssignmentCore {
    /// A deadline came. What waited for proof is not done on the strength of the clock: the list is read once more.
    public mutating func deadlineReached(at now: Moment) -> [Directive] {
        var directives = endWhatTimeEnds(at: now)
        if let confirmationDue, confirmationDue <= now {
            isConfirming = true
            directives.append(.read(afterSync: false))
        }
        return directives + conclude(at: now)
    }

    /// Ends what time alone ends. It comes before all else that a fact leads to: a worker that was suspended for a day learns of
    /// the day before it learns of the list.
    mutating func endWhatTimeEnds(at now: Moment) -> [Directive] {
        guard let nextDeadline, nextDeadline <= now else { return [] }
        var directives: [Directive] = []
        if let tenureEnd, tenureEnd <= now {
            rows.append(.tenureEnded)
            let ended = assigned.keys.filter { id in
                suspended[id] == nil && hasTenureEnded(of: id, at: now)
            }
            directives += suspend(ended, .tenureEnded)
        }
        if let coldStartAt, coldStartAt <= now { directives += startWhatWasKept(at: now) }
        if let quarantineEnd, quarantineEnd <= now {
            let rested = suspended.keys.filter { id in
                if case .quarantined(let until) = suspended[id] { until <= now } else { false }
            }
            directives += run(rested, at: now)
        }
        return directives
    }

    mutating func suspend(_ ids: some Sequence<ThingID>, _ suspension: Suspension) -> [Directive] {
        ids.sorted().compactMap { id in
            let ran = suspended.updateValue(suspension, forKey: id) == nil
            return ran ? .suspend(id, suspension) : nil
        }
    }

    /// The first of all that waits for time.
    var earliestDeadline: Moment? {
        .earlier(.earlier(confirmationDue, tenureEnd), .earlier(quarantineEnd, coldStartAt))
    }

    /// When the list is to be read again because a wait will be over.
    private var confirmationDue: Moment? {
        guard connectionGate.connection != nil, knowledge == .known, !isConfirming else { return nil }
        let absence = Moment.earlier(stillUntil, releaseDue)
        return settling.map { settling in min(settling.until, releaseDue ?? settling.until) } ?? absence
    }

    /// When the absence that was seen has lasted long enough; nil where no absence counts.
    private var stillUntil: Moment? {
        trouble == nil && word == .undeclared && !absent.isEmpty ? stillness.since + settings.quiet : nil
    }

    /// When the first of the absent may be released.
    private var releaseDue: Moment? {
        guard let release = settings.brakeRelease, let mark = knownTime.mark,
            let first = absent.values.compactMap(\.knownTime).min()
        else { return nil }
        return mark + (release - (knownTime.total - first))
    }

    /// When the first of the Things that run has run for as long as its tenure allows.
    private var tenureEnd: Moment? {
        guard case .limited = settings.tenure, suspended.count < assigned.count else { return nil }
        let absent = absent.keys.filter { suspended[$0] == nil }
        let listed = suspended.keys.count { self.absent[$0] == nil } + self.absent.count < assigned.count
        return (absent.map { endOfTenure(of: $0) } + [listed ? endOfTenure(from: provedAt) : nil]).compactMap(\.self)
            .min()
    }

    func hasTenureEnded(of id: ThingID, at now: Moment) -> Bool {
        guard case .limited = settings.tenure else { return false }
        return endOfTenure(of: id).map { $0 <= now } ?? false
    }

    private func endOfTenure(of id: ThingID) -> Moment? {
        endOfTenure(from: absent[id].map(\.provedAt) ?? provedAt)
    }

    private func endOfTenure(from proved: Moment?) -> Moment? {
        guard case .limited(let tenure) = settings.tenure else { return nil }
        return proved.map { $0 + tenure }
    }

    private var quarantineEnd: Moment? {
        guard !suspended.isEmpty else { return nil }
        return suspended.values.compactMap { if case .quarantined(let until) = $0 { until } else { nil } }.min()
    }
}

// What becomes of the Things.
extension AssignmentCore {
    /// The closure of a Thing failed. It begins again with a delay, and is quarantined when it keeps failing.
    public mutating func failed(_ id: ThingID, at now: Moment) -> [Directive] {
        guard assigned[id] != nil, suspended[id] == nil else { return [] }
        let ended = endWhatTimeEnds(at: now)
        guard let until = failures.failed(id, at: now) else { return ended + conclude(at: now) }
        return ended + suspend([id], .quarantined(until: until)) + conclude(at: now)
    }
}
