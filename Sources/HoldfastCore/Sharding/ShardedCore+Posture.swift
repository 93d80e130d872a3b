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
