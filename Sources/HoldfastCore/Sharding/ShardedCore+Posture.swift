// One posture of many.
extension ShardedCore {
    mutating func reportChange(at now: Moment) -> [Directive] {
        let before = posture
        let merged = merged(after: before, at: now)
        posture = merged
        return merged.isNews(after: before) || merged.heldShards != before.heldShards ? [.report(merged)] : []
    }

    private func merged(after before: Posture, at now: Moment) -> Posture {
        var reasons: Set<HoldReason> = []
        // Without a connection there is no more to say than that.
        if connection != nil, let doubt { reasons.insert(HoldReason(doubt)) }
        var merged = Posture(state: .following, since: now)
        var proofs: [Moment] = []
        for (index, core) in cores.enumerated() {
            let part = core.posture
            reasons.formUnion(part.reasons)
            merged.assigned += part.assigned - misplaced[index].count
            merged.pendingStarts += part.pendingStarts
            merged.approvalToken = merged.approvalToken ?? part.approvalToken
            merged.removals += part.removals.filter { !misplaced[index].contains($0.thing) }
            for (id, suspension) in part.suspended where !misplaced[index].contains(id) {
                merged.suspended[id] = suspension
            }
            if part.assigned > 0, let proof = part.provedAt { proofs.append(proof) }
            if isSharded, part.isHolding {
                merged.heldShards[Shard(index: index, of: cores.count)] = part.reasons
            }
        }
        merged.removals.sort { $0.thing < $1.thing }
        merged.provedAt = proofs.min() ?? cores.compactMap(\.posture.provedAt).min()
        if !reasons.isEmpty { merged.state = .holding(HoldReason.allCases.filter(reasons.contains)) }
        merged.since = before.isHolding == merged.isHolding ? before.since : now
        return merged
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
    fileprivate init(_ doubt: ShardedCore.Doubt) {
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
