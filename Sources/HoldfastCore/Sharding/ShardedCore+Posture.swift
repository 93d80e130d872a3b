// One posture of many.
extension ShardedCore {
    mutating func reportChange(at now: Moment) -> [Directive] {
        let before = posture
        posture = sum.posture
        let reasons = reasons
        if !reasons.isEmpty { posture.state = .holding(reasons) }
        posture.since = before.isHolding == posture.isHolding ? before.since : now
        return posture.isNews(after: before) || posture.heldShards != before.heldShards ? [.report(posture)] : []
    }

    /// Without a connection there is no more to say than that.
    private var reasons: [HoldReason] {
        guard connection != nil, let doubt = doubt.map(HoldReason.init) else { return sum.reasons }
        return HoldReason.allCases.filter { $0 == doubt || sum.reasons.contains($0) }
    }
}

extension Posture {
    /// Whether something changed that a reader would act on: a count that moves while the list is followed is none.
    fileprivate func isNews(after before: Posture) -> Bool {
        if state != before.state || suspended.count != before.suspended.count { return true }
        // A start that waits for a word does so while the list is followed as well.
        if (approvalToken == nil) != (before.approvalToken == nil), removals.isEmpty, before.removals.isEmpty {
            return true
        }
        return isHolding && (removals.count != before.removals.count || approvalToken != before.approvalToken)
    }
}

extension HoldReason {
    init(_ doubt: ShardedCore.Doubt) {
        self =
            switch doubt {
            case .unread: .unread
            case .failed: .readFailed
            case .missing: .listMissing
            case .lost: .layoutLost
            case .behind: .layoutBehind
            }
    }
}
