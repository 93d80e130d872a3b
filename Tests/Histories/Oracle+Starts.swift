internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper

// The rules of starts: a Thing that is taken up was on the list that the worker may believe.
extension Oracle {
    func started(_ id: ThingID, _ fence: Fence, _ state: inout State, at now: Duration) -> String? {
        if let fault = restingFault(id, &state, at: now) { return fault }
        switch state.closures.started(id, fence, at: now) {
        case .runs: return "a Thing was started that was started before: \(id)"
        case .failed, .suspended(.quarantined), .suspended(.stoppedByOperator), .suspended(.notYetKnown): return nil
        case .suspended(.tenureEnded):
            state.tenure.started(id, at: now)
            return nil
        case nil: break
        }
        // What was kept may run without a reading that lists it.
        if !state.lives.kept.contains(id) { state.tenure.started(id, at: now) }
        state.removals.started(id, at: now)
        let name = ZNodeName(bytes: id.bytes)
        let ever = state.branches.revisions.indices.filter { index in
            state.branches.revisions[index].list?.children[name]?.czxid == fence.rawValue
        }
        guard !ever.isEmpty else { return "a Thing was started by an entry that never was: \(id), fence \(fence)" }
        if !state.lives.held.contains(id), let fault = phantomFault(id, fence.rawValue, state) { return fault }
        // A word that is believed at the same time excuses the rest: it speaks of the list as it was read.
        if let word = state.starts.wordAt, now - word <= rules.moment { return nil }
        if let doubt = doubt(of: id, fence.rawValue, ever, &state, now) {
            state.removals.startedDoubtfully("a Thing was started \(doubt): \(id), fence \(fence)")
        }
        return nil
    }

    /// One that an operator has stopped rests, until it is taken off the list and assigned anew: which may happen unseen while there is
    /// no worker, but not without a list.
    private func restingFault(_ id: ThingID, _ state: inout State, at now: Duration) -> String? {
        guard state.words.mustRest(id, before: now - rules.moment) else { return nil }
        if state.lives.number > 1, state.closures.words[id] == nil,
            state.connection.wasConnected(from: state.lives.began)
        {
            state.words.start(id, at: now)
            return nil
        }
        return "a Thing was started that an operator has stopped: \(id)"
    }

    /// What speaks against a start unless a word was believed.
    private func doubt(
        of id: ThingID, _ fence: Int64, _ ever: [Int], _ state: inout State, _ now: Duration
    ) -> String? {
        let name = ZNodeName(bytes: id.bytes)
        // What was kept needs no list to run, whatever its entry is in a list that was restored meanwhile.
        if state.lives.held.contains(id) { return nil }
        if state.removals.wasStopped(id, fence: fence), state.branches.creations(of: name, fence).count == 1 {
            return "again that was stopped on proof, by the same entry"
        }
        guard state.connection.wasConnected(from: now - rules.moment) else {
            return "while the worker was not connected"
        }
        let seen = ever.filter { index in
            rules.serversLag || (state.branches.end(of: index) ?? now) >= now - rules.reach
        }
        guard !seen.isEmpty else { return "that was not on the list any more" }
        var doubts: [String] = []
        for index in seen.reversed() {
            guard let list = state.branches.revisions[index].list else { continue }
            if let doubt = doubt(of: name, fence, in: list, state, now) {
                doubts.append(doubt)
            } else {
                state.starts.started(from: list)
                return nil
            }
        }
        return doubts.first
    }

    /// What speaks against a start from that list.
    private func doubt(
        of name: ZNodeName, _ fence: Int64, in list: ListObservation.List, _ state: State, _ now: Duration
    ) -> String? {
        if list.isSpread { return "by a list that is spread over shards" }
        let identity = StartLog.Identity(list)
        let standing = state.branches.revisions.filter { $0.list.map(StartLog.Identity.init) == identity }
        if !state.starts.identities.isEmpty, !state.starts.identities.contains(identity),
            let born = standing.first?.at, now - born < rules.settle - Self.messageTime
        {
            return "only \(now - born) after the list was created anew"
        }
        // Where one entry is younger than another, whoever saw the younger without the older sees another history now.
        let younger = state.closures.running.values.first { life in
            guard life.fence.rawValue > fence, life.fence == life.thing.fence, now - life.began > rules.moment else {
                return false
            }
            let other = ZNodeName(bytes: life.thing.id.bytes)
            let listing = standing.filter { $0.list?.children[other]?.czxid == life.fence.rawValue }
            return !listing.isEmpty && listing.allSatisfy { $0.list?.children[name]?.czxid != fence }
        }
        return younger.map { "by an entry that is older than \($0.thing.id) and came after it" }
    }
}
