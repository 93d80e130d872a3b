/// What the postures of all places come to: kept up as one of them changes, so that it costs the same however many there are.
struct PostureSum: Sendable {
    /// All of them as one. Its state says nothing: a list has reasons of its own to hold, besides those of its places.
    private(set) var posture = Posture(state: .following, since: .zero)
    /// Why any of them holds.
    private(set) var reasons: [HoldReason] = []

    private let isSharded: Bool
    /// What each of them adds.
    private var shares: [Posture]
    /// How many hold for each reason.
    private var holding: [HoldReason: Int] = [:]
    private var tokens: [Int: ApprovalToken] = [:]
    private var proofs = MomentHeap()
    /// Of those where something is assigned.
    private var restingProofs = MomentHeap()

    init(places: Int, isSharded: Bool) {
        self.isSharded = isSharded
        shares = Array(repeating: posture, count: places)
    }

    /// A place has this posture now, in which some that stand there count for nothing.
    mutating func place(_ index: Int, has posture: Posture, misplaced: Set<ThingID>) {
        proofs[index] = posture.provedAt
        restingProofs[index] = posture.assigned > 0 ? posture.provedAt : nil
        self.posture.provedAt = restingProofs.earliest ?? proofs.earliest
        let (before, share) = (shares[index], posture.without(misplaced))
        shares[index] = share
        self.posture.assigned += share.assigned - before.assigned
        self.posture.pendingStarts += share.pendingStarts - before.pendingStarts
        if share.state != before.state { noteState(of: index, from: before.reasons, to: share.reasons) }
        if share.approvalToken != before.approvalToken {
            tokens[index] = share.approvalToken
            self.posture.approvalToken = tokens.min { $0.key < $1.key }?.value
        }
        if share.removals != before.removals { replace(before.removals, by: share.removals) }
        if share.suspended != before.suspended {
            for id in before.suspended.keys where share.suspended[id] == nil { self.posture.suspended[id] = nil }
            self.posture.suspended.merge(share.suspended) { _, newer in newer }
        }
    }

    private mutating func noteState(of index: Int, from before: [HoldReason], to after: [HoldReason]) {
        for reason in before { holding[reason, default: 0] -= 1 }
        for reason in after { holding[reason, default: 0] += 1 }
        reasons = HoldReason.allCases.filter { holding[$0, default: 0] > 0 }
        if isSharded { posture.heldShards[Shard(index: index, of: shares.count)] = after.isEmpty ? nil : after }
    }

    private mutating func replace(_ before: [PendingRemoval], by after: [PendingRemoval]) {
        let gone = Set(before.map { $0.thing })
        posture.removals.removeAll { gone.contains($0.thing) }
        posture.removals += after
        posture.removals.sort { $0.thing < $1.thing }
    }
}

extension Posture {
    fileprivate func without(_ misplaced: Set<ThingID>) -> Posture {
        guard !misplaced.isEmpty else { return self }
        var share = self
        share.assigned -= misplaced.count
        share.removals.removeAll { misplaced.contains($0.thing) }
        share.suspended = suspended.filter { !misplaced.contains($0.key) }
        return share
    }
}
