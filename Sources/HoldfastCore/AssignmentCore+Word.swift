// The fourth gate: what the list says, now that it may be believed. Presence is taken at its word; absence is believed at the word
// of a declaration, and without one only after the list has held still, within the brake.
extension AssignmentCore {
    /// Weighs a whole reading.
    ///
    /// - Parameter isContinued: whether the servers' counts show the history of the floor going on.
    mutating func weigh(
        _ list: ListReading, of reading: Reading, isContinued: Bool, at now: Moment
    ) -> [Directive] {
        let begun = reading.begun
        let returned = noteAbsence(from: list, at: now)
        held = list
        heldNames = nil
        word = wordGate.word(
            of: list, isAnythingAbsent: !absent.isEmpty, isOfAnotherHistory: trouble?.isOfAnotherHistory == true,
            isContinued: isContinued, at: reading.date)
        // What is said of another list is no word about this one.
        if word != .ofAnotherList {
            let finding = wordGate.weighed(list, at: reading.date)
            if finding.isNews { isUnsaved = true }
            if let generation = finding.unheardOf { history.didNotHear(of: generation) }
        }
        noteWord()
        endSettling(begun: begun)

        switch word {
        case .declared(let declaration):
            believe(declaration, of: list)
        case .undeclared:
            if !absent.isEmpty, let cause = causeOfTrouble(in: list, at: now) { fell(into: cause) }
            fallthrough
        case .doubted, .lost:
            if absent.isEmpty { endTrouble(with: list) }
        case .ofAnotherList:
            break
        }
        if isPresenceBelieved { proved(at: begun) }
        noteKnownTime(of: list, begun: begun, at: now)

        var directives = follow(list, at: now)
        if trouble == nil { accept(list, at: now, returned: returned) } else { stillness.interrupted() }
        let wasAnythingAbsent = !absent.isEmpty
        directives += removals(by: list, begun: begun, at: now)
        if wasAnythingAbsent, absent.isEmpty {
            endTrouble(with: list)
            accept(list, at: now, returned: false)
        }
        if list.approval != nil { noteHeldNames() }
        if let token = list.approval, token == approvalToken { directives += accept(approved: token, at: now) }
        directives += startWhatWasKept(at: now)
        brake.beginCounting()
        return directives
    }

    /// Whether what the newest reading lists is assigned by it, so far as its history and its word are believed.
    var isPresenceBelieved: Bool {
        trouble?.isOfAnotherHistory != true && !word.holdsEverything && settling?.delaysStarts != true
    }

    private mutating func noteWord() {
        switch word {
        case .declared: rows.append(.declared)
        case .doubted(.unfinished): rows.append(.unfinished)
        case .doubted(.notCovering): rows.append(.notCovering)
        case .doubted(.behind): rows.append(.behind)
        case .doubted(.otherLineage): rows.append(.otherLineage)
        case .doubted(.fromTheFuture): rows.append(.fromTheFuture)
        case .lost: rows.append(.declarationLost)
        case .ofAnotherList: rows.append(.ofAnotherList)
        case .undeclared: rows.append(settling == nil ? .undeclared : .settling)
        }
    }

    /// Notes what differs from the reading that was weighed before: where that is all that is assigned and absent, only what differs
    /// can change it.
    ///
    /// - Returns: whether a held Thing came back, which says that more may come back: every wait begins anew.
    private mutating func noteAbsence(from list: ListReading, at now: Moment) -> Bool {
        var returned = false
        var gone: [ThingID] = []
        list.entries.forEachDifference(from: held?.entries ?? ListEntries()) { id, before, entry in
            guard entry != nil else { return gone.append(id) }
            if before == nil, !absent.isEmpty, absent.removeValue(forKey: id) != nil { returned = true }
            unfollowed.insert(id)
        }
        for id in gone {
            unfollowed.remove(id)
            if assigned[id] != nil { misses(id, at: now) }
        }
        // What was kept on disk has not been held against any list yet.
        if held == nil { for id in assigned.keys where list.entries[id] == nil { misses(id, at: now) } }
        if returned {
            if settling != nil { settle(from: now) }
            absent = absent.mapValues { Absence(since: $0.since, provedAt: $0.provedAt) }
        }
        return returned
    }

    mutating func misses(_ id: ThingID, at now: Moment) {
        guard absent[id] == nil else { return }
        absent[id] = Absence(since: now, provedAt: provedAt)
    }

    /// What makes absence say nothing in an undeclared list.
    private mutating func causeOfTrouble(in list: ListReading, at now: Moment) -> ListTrouble.Cause? {
        if list.entries.isEmpty {
            rows.append(.empty)
            return .empty
        }
        if absent.keys.contains(where: { assigned[$0]?.isEphemeral ?? false }) {
            rows.append(.ephemeralGone)
            return .ephemeralGone
        }
        if !brake.lets(absent.keys, go: assigned.count, at: now) {
            rows.append(.braked)
            return .braked
        }
        return nil
    }

    /// The writer's word is believed at once, in a rewound or re-created list too.
    private mutating func believe(_ declaration: Declaration, of list: ListReading) {
        if trouble != nil { rows.append(.declaredAnew) }
        // A writer that only continues what stood there has not vouched for what another history added.
        if declaration.isWhole || isMadeAnew(list) { awaitingWord = [:] }
        forgetTrouble()
    }

    /// A reading that holds every assigned Thing costs nothing to believe: it is the new floor. What it holds besides, in a list
    /// that may show another time, waits for a word.
    private mutating func endTrouble(with list: ListReading) {
        guard let trouble else { return }
        rows.append(.wholeAgain)
        if isMadeAnew(list) { awaitingWord = [:] }
        if trouble.isOfAnotherHistory {
            let vouched = vouchedFor(by: list)
            for id in unfollowed where assigned[id] == nil && !vouched.contains(id) && !isNews(id, in: list) {
                awaitingWord[id] = list.namesStat.pzxid
            }
        }
        self.trouble = nil
        isUnsaved = true
    }

    /// Whether an entry was put on the list after all that was ever accepted: no backup holds it, and no server that was left behind.
    private func isNews(_ id: ThingID, in list: ListReading) -> Bool {
        let identity = list.namesStat.identity
        guard let node = list.entries[id]?.node, history.floor?.stat.identity == identity,
            let accepted = history.highWater.pzxid(of: identity)
        else { return false }
        return node.czxid > accepted
    }

    /// Whether another node, which was not accepted before, stands in the place of the list: what waits for a word of the old history
    /// has nothing to wait for in the new one.
    func isMadeAnew(_ list: ListReading) -> Bool {
        trouble?.recreatedAs == list.namesStat.identity && history.floor?.stat.identity != list.namesStat.identity
            && history.pastLimit(of: list.namesStat) == nil
    }

    mutating func forgetTrouble() {
        if trouble != nil { isUnsaved = true }
        trouble = nil
        settling = nil
    }

    /// The reading is the new floor.
    private mutating func accept(_ list: ListReading, at now: Moment, returned: Bool) {
        if history.floor?.stat != list.namesStat { isUnsaved = true }
        history.accepted(list, generation: wordGate.newest?.generation)
        floorConnection = connectionGate.connection?.ordinal
        if !awaitingWord.isEmpty { awaitingWord = awaitingWord.filter { list.entries[$0.key] != nil } }
        // What counts is how long a list without a declaration has held still.
        if word == .undeclared {
            stillness.saw(list.namesStat, at: now, restart: returned)
        } else {
            stillness.interrupted()
        }
        switch word {
        case .declared:
            wordGate.accept(list)
        case .doubted(.otherLineage) where absent.isEmpty:
            // It takes nothing off: it costs nothing to believe, and what follows from it can be told from what does not.
            wordGate.accept(list)
        case .doubted(.behind) where absent.isEmpty && wordGate.accepted == nil:
            // It was read before and could not be accepted then; there is nothing that it could be behind of.
            wordGate.accept(list)
        case .doubted, .lost, .ofAnotherList, .undeclared:
            break
        }
    }

    private mutating func noteKnownTime(of list: ListReading, begun: Moment, at now: Moment) {
        if isPresenceBelieved, !list.entries.isEmpty {
            knownTime.readingEnded(begun: begun, at: now)
        } else {
            knownTime.interrupted()
        }
        // What was first found absent by this reading was listed in the time that it has just added.
        let total = knownTime.total
        for (id, absence) in absent where absence.knownTime == nil { absent[id]?.knownTime = total }
    }

    mutating func proved(at moment: Moment) {
        provedAt = max(provedAt ?? moment, moment)
    }
}
