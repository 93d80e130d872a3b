// The words of an operator.
extension AssignmentCore {
    /// What an operator repeats to approve the reading that is held; nil where nothing is held that an approval would release.
    public var approvalToken: ApprovalToken? {
        guard isAnythingToApprove, let held, let heldNames else { return nil }
        return ApprovalToken(
            reading: held.namesStat, names: heldNames, floor: history.floor?.stat, approvals: approvals)
    }

    private var isAnythingToApprove: Bool {
        !absent.isEmpty || trouble != nil || word.holdsEverything || !awaitingWord.isEmpty
    }

    /// A token speaks of the names that are held. They are put together only where there is something to approve: a list may be long.
    mutating func noteHeldNames() {
        guard heldNames == nil, isAnythingToApprove, let held else { return }
        heldNames = NamesDigest(held.entries)
    }

    /// An operator approved a reading: it is accepted as it stands, once, also while the servers are away.
    ///
    /// - Returns: nil where the token is not that of the reading that is held.
    public mutating func approve(_ token: ApprovalToken, at now: Moment) -> [Directive]? {
        guard token == approvalToken else { return nil }
        return endWhatTimeEnds(at: now) + accept(approved: token, at: now) + conclude(at: now)
    }

    /// An operator stops a Thing by a local word: it stays assigned, and does not run until ``resume(_:at:)``.
    ///
    /// - Returns: nil where it is not assigned.
    public mutating func stop(_ id: ThingID, at now: Moment) -> [Directive]? {
        guard assigned[id] != nil else { return nil }
        let ended = endWhatTimeEnds(at: now)
        assigned[id]?.isStoppedByOperator = true
        isUnsaved = true
        return ended + suspend([id], .stoppedByOperator) + conclude(at: now)
    }

    /// An operator starts a Thing that he stopped, or that is quarantined.
    ///
    /// - Returns: nil where it is not assigned.
    public mutating func resume(_ id: ThingID, at now: Moment) -> [Directive]? {
        guard assigned[id] != nil else { return nil }
        let ended = endWhatTimeEnds(at: now)
        failures.forget(id)
        if assigned[id]?.isStoppedByOperator == true {
            assigned[id]?.isStoppedByOperator = false
            isUnsaved = true
        }
        switch suspended[id] {
        case .stoppedByOperator, .quarantined: return ended + run([id], at: now) + conclude(at: now)
        case .notYetKnown, .tenureEnded, nil: return ended + conclude(at: now)
        }
    }

    /// Accepts the reading that is held, with its floor.
    mutating func accept(approved token: ApprovalToken, at now: Moment) -> [Directive] {
        guard let list = held else { return [] }
        rows.append(.approved)
        approvals &+= 1
        forgetTrouble()
        awaitingWord = [:]
        wordGate.accept(list, isApproved: true)
        word = wordGate.word(
            of: list, isAnythingAbsent: false, isOfAnotherHistory: false, isContinued: true, at: nil)
        history.accepted(list, generation: wordGate.newest?.generation)
        proved(at: now)
        isUnsaved = true
        return follow(list, at: now) + remove(absent.keys, by: list, on: .approved(token), at: now)
    }
}
