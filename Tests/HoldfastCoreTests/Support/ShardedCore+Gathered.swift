@testable import HoldfastCore

/// What a list says of itself, gathered from all of its places anew: what is kept up with each answer is to be the same.
extension ShardedCore {
    var gatheredDeadline: Moment? { cores.compactMap(\.earliestDeadline).min() }

    var gatheredProof: Moment? { cores.compactMap(\.provedAt).min() }

    /// But for since when it is.
    var gatheredPosture: Posture {
        guard isSharded || doubt != nil else { return cores[0].posture }
        var reasons: Set<HoldReason> = []
        var gathered = Posture(state: .following, since: posture.since)
        var proofs: [Moment] = []
        for (index, core) in cores.enumerated() {
            let part = core.posture
            reasons.formUnion(part.reasons)
            gathered.assigned += part.assigned - misplaced[index].count
            gathered.pendingStarts += part.pendingStarts
            gathered.approvalToken = gathered.approvalToken ?? part.approvalToken
            gathered.removals += part.removals.filter { !misplaced[index].contains($0.thing) }
            gathered.suspended.merge(part.suspended.filter { !misplaced[index].contains($0.key) }) { _, newer in newer }
            if part.assigned > 0, let proof = part.provedAt { proofs.append(proof) }
            if isSharded, part.isHolding { gathered.heldShards[Shard(index: index, of: cores.count)] = part.reasons }
        }
        gathered.removals.sort { $0.thing < $1.thing }
        gathered.provedAt = proofs.min() ?? cores.compactMap(\.posture.provedAt).min()
        if connection != nil, let doubt { reasons.insert(HoldReason(doubt)) }
        if !reasons.isEmpty { gathered.state = .holding(HoldReason.allCases.filter(reasons.contains)) }
        return gathered
    }
}
