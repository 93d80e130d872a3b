// The second and the third gate.
extension AssignmentCore {
    /// How many torn readings in a row are a hold. One is ordinary where a list is being written to.
    static let tornReadingsTolerated = 2

    /// An attempt to read the list ended.
    public mutating func read(_ reading: Reading, at now: Moment) -> [Directive] {
        guard isOfPresentConnection(reading.connection) else { return [] }
        var directives = endWhatTimeEnds(at: now)
        isConfirming = false
        switch reading.outcome {
        case .failed:
            rows.append(.failed)
            knowledge = .failed
            knownTime.interrupted()
        case .missing:
            // Never "empty": whoever wants to say that nothing is assigned has a list to say it in.
            rows.append(.missing)
            knowledge = .known
            knownTime.interrupted()
            for id in assigned.keys { misses(id, at: now) }
            pendingStarts = 0
            held = nil
            unfollowed = []
            endSettling(begun: reading.begun)
            fell(into: .missing)
        case .list(let list) where list.namesStat != list.dataStat:
            rows.append(.torn)
            directives += tore()
        case .list(let list) where list.isSharded:
            directives += isElsewhere(list, by: reading)
        case .list(let list):
            directives += compare(list, of: reading, at: now)
        }
        return directives + conclude(at: now)
    }

    /// An audit found the list as it was last read: what was proved then is proved anew.
    ///
    /// - Parameters:
    ///   - connection: the connection over which the audit was made.
    ///   - begun: when it began.
    public mutating func audited(connection: Int, begun: Moment, at now: Moment) -> [Directive] {
        guard isOfPresentConnection(connection), knowledge == .known, let held else { return [] }
        var directives = endWhatTimeEnds(at: now)
        if isPresenceBelieved {
            proved(at: begun)
            // No reading need follow: the list has not changed.
            if suspended.values.contains(.tenureEnded) { directives += follow(held, at: now) }
        }
        if knownTime.mark != nil { knownTime.readingEnded(begun: begun, at: now) }
        return directives + conclude(at: now)
    }

    private func isOfPresentConnection(_ ordinal: Int) -> Bool {
        connectionGate.connection?.ordinal == ordinal
    }

    private mutating func tore() -> [Directive] {
        switch knowledge {
        case .torn(let inARow): knowledge = .torn(inARow: inARow + 1)
        case .known: knowledge = .torn(inARow: 1)
        case .unread, .failed, .stale, .sharded: break
        }
        return [.read(afterSync: false)]
    }

    /// The list is spread over shards, which only older versions follow: what its node lists is not the list. Nothing is started or
    /// stopped by it, and nothing that was read before may be approved any more.
    private mutating func isElsewhere(_ list: ListReading, by reading: Reading) -> [Directive] {
        if history.verdict(on: list) == .older, !reading.afterSync {
            rows.append(.stale)
            knowledge = .stale
            return [.read(afterSync: true)]
        }
        rows.append(.sharded)
        knowledge = .sharded
        knownTime.interrupted()
        stillness.interrupted()
        pendingStarts = 0
        held = nil
        unfollowed = []
        endSettling(begun: reading.begun)
        return []
    }

    /// Holds a whole reading against the floor.
    private mutating func compare(_ list: ListReading, of reading: Reading, at now: Moment) -> [Directive] {
        let verdict = history.verdict(on: list)
        if verdict.isOfAnotherHistory, let newest = wordGate.newest {
            // What was said up to now may have been taken back since, in the history that was lost.
            history.didNotHear(of: newest.generation)
        }
        switch verdict {
        case .older where !reading.afterSync:
            // It may only be a server that lags: one that was made to catch up and still shows the past has lost the present.
            rows.append(.stale)
            knowledge = .stale
            return [.read(afterSync: true)]
        case .older:
            rows.append(.rewound)
            fell(into: .rewound)
        case .differs:
            rows.append(.differs)
            fell(into: .differs)
        case .countsOtherwise:
            rows.append(.countsOtherwise)
            fell(into: .countsOtherwise)
        case .recreated:
            rows.append(.recreated)
            if recreated(as: list.namesStat.identity) { settle(from: now, delayingStarts: true) }
        case .continues:
            break
        }
        knowledge = .known
        history.weighed(list)
        return weigh(list, of: reading, isContinued: verdict == .continues && history.floor != nil, at: now)
    }

    mutating func fell(into cause: ListTrouble.Cause) {
        guard trouble?.causes.contains(cause) != true else { return }
        trouble = trouble ?? ListTrouble([cause])
        trouble?.add(cause)
        isUnsaved = true
    }

    private mutating func recreated(as identity: ListIdentity) -> Bool {
        var recreated = trouble ?? ListTrouble([.recreated])
        let isNews = recreated.add(recreatedAs: identity)
        trouble = recreated
        if isNews { isUnsaved = true }
        return isNews
    }
}
