extension AssignmentCore {
    /// Says what changed in the posture, if anything did that a reader of it would act on.
    mutating func reportChange(at now: Moment) -> Directive? {
        let reasons = holdReasons
        noteHeldNames()
        let token = approvalToken
        let isNews = isNews(reasons, token)
        if posture.isHolding == reasons.isEmpty { posture.since = now }
        posture.state = reasons.isEmpty ? .following : .holding(reasons)
        posture.provedAt = oldestProof
        posture.assigned = assigned.count
        posture.suspended = suspended
        posture.pendingStarts = pendingStarts
        posture.approvalToken = token
        notePendingRemovals()
        return isNews ? .report(posture) : nil
    }

    /// Whether something changes in the posture that a reader would act on: a count that moves while the list is followed is none.
    private func isNews(_ reasons: [HoldReason], _ token: ApprovalToken?) -> Bool {
        if reasons != posture.reasons || suspended.count != posture.suspended.count { return true }
        // A start that waits for a word does so while the list is followed as well.
        if (token == nil) != (posture.approvalToken == nil), absent.isEmpty, posture.removals.isEmpty { return true }
        return !reasons.isEmpty && (absent.count != posture.removals.count || token != posture.approvalToken)
    }

    private var holdReasons: [HoldReason] {
        var reasons: [HoldReason] = []
        switch connectionGate.state {
        case .unknown(let disconnection): reasons.append(HoldReason(disconnection))
        case .connected: if let reason = HoldReason(knowledge) { reasons.append(reason) }
        }
        for cause in ListTrouble.Cause.allCases where trouble?.causes.contains(cause) == true {
            reasons.append(HoldReason(cause))
        }
        // What is held may be approved while the servers are away as well: whoever does is to know that it is a stranger's.
        if word == .ofAnotherList { reasons.append(.listOfAnotherName) }
        guard connectionGate.connection != nil else { return reasons }
        if let reason = wordReason { reasons.append(reason) }
        if settling != nil { reasons.append(.settling) }
        return reasons
    }

    /// A declaration that proves no absence holds only what is absent; one that is lost holds everything.
    private var wordReason: HoldReason? {
        switch word {
        case .lost: .declarationLost
        case .doubted(let doubt) where !absent.isEmpty: HoldReason(doubt)
        case .doubted, .declared, .undeclared, .ofAnotherList: nil
        }
    }

    /// The oldest proof that anything rests on.
    var oldestProof: Moment? {
        absent.isEmpty ? provedAt : absent.values.compactMap(\.provedAt).min() ?? provedAt
    }

    /// They are put in order again only when others are absent: each fact that comes during a hold would else do that.
    private mutating func notePendingRemovals() {
        guard !absent.isEmpty || !posture.removals.isEmpty else { return }
        let wait = removalWait
        if isAbsenceNew {
            posture.removals = absent.map { PendingRemoval(thing: $0.key, since: $0.value.since, waitsFor: wait) }
                .sorted { $0.thing < $1.thing }
            isAbsenceNew = false
        } else if posture.removals.first?.waitsFor != wait {
            for index in posture.removals.indices { posture.removals[index].waitsFor = wait }
        }
    }

    private var removalWait: PendingRemoval.Wait {
        if connectionGate.connection == nil { return .connection }
        if trouble != nil || word != .undeclared { return .word }
        if knowledge != .known { return .reading }
        return settling == nil ? .stillness : .settling
    }
}

extension HoldReason {
    fileprivate init(_ disconnection: Disconnection) {
        self =
            switch disconnection {
            case .connecting: .connecting
            case .disconnected: .disconnected
            case .sessionLost: .sessionLost
            case .authenticationFailed: .authenticationFailed
            case .closed: .closed
            }
    }

    fileprivate init?(_ knowledge: AssignmentCore.Knowledge) {
        switch knowledge {
        case .unread: self = .unread
        case .failed: self = .readFailed
        case .torn(let inARow) where inARow > AssignmentCore.tornReadingsTolerated: self = .torn
        case .stale: self = .stale
        case .sharded: self = .listSharded
        case .torn, .known: return nil
        }
    }

    fileprivate init(_ cause: ListTrouble.Cause) {
        self =
            switch cause {
            case .rewound: .historyRewound
            case .differs: .historyDiffers
            case .countsOtherwise: .countsOtherwise
            case .recreated: .listRecreated
            case .missing: .listMissing
            case .empty: .listEmpty
            case .braked: .braked
            case .ephemeralGone: .ephemeralGone
            }
    }

    fileprivate init(_ doubt: Word.Doubt) {
        self =
            switch doubt {
            case .unfinished: .declarationUnfinished
            case .notCovering: .declarationNotCovering
            case .behind: .declarationBehind
            case .otherLineage: .declarationOfOtherLineage
            case .fromTheFuture: .declarationFromTheFuture
            }
    }
}
