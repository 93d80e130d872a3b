extension AssignmentCore {
    /// Says what changed in the posture, if anything did that a reader of it would act on.
    mutating func reportChange(at now: Moment) -> [Directive] {
        let reasons = holdReasons
        let state = reasons.isEmpty ? Posture.State.following : .holding(reasons)
        let before = posture
        posture = Posture(
            state: state, since: before.isHolding == !reasons.isEmpty ? before.since : now, provedAt: oldestProof,
            assigned: assigned.count, suspended: suspended, removals: pendingRemovals, pendingStarts: pendingStarts,
            approvalToken: approvalToken
        )
        return posture.isNews(after: before) ? [.report(posture)] : []
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
        case .doubted, .declared, .undeclared: nil
        }
    }

    /// The oldest proof that anything rests on.
    var oldestProof: Moment? {
        absent.isEmpty ? provedAt : absent.values.compactMap(\.provedAt).min() ?? provedAt
    }

    private var pendingRemovals: [PendingRemoval] {
        guard !absent.isEmpty else { return [] }
        let wait = removalWait
        return absent.map { PendingRemoval(thing: $0.key, since: $0.value.since, waitsFor: wait) }
            .sorted { $0.thing < $1.thing }
    }

    private var removalWait: PendingRemoval.Wait {
        if connectionGate.connection == nil { return .connection }
        if trouble != nil || word != .undeclared { return .word }
        if knowledge != .known { return .reading }
        return settling == nil ? .stillness : .settling
    }
}

extension Posture {
    /// Whether something changed that a reader would act on: a count that moves while the list is followed is none.
    func isNews(after before: Posture) -> Bool {
        if state != before.state || suspended.count != before.suspended.count { return true }
        // A start that waits for a word does so while the list is followed as well.
        if (approvalToken == nil) != (before.approvalToken == nil), removals.isEmpty, before.removals.isEmpty {
            return true
        }
        guard isHolding else { return false }
        return removals.count != before.removals.count || approvalToken != before.approvalToken
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
        case .torn, .known: return nil
        }
    }

    fileprivate init(_ cause: ListTrouble.Cause) {
        self =
            switch cause {
            case .rewound: .historyRewound
            case .differs: .historyDiffers
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
            }
    }
}
