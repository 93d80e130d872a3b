internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper

// The rules: each says what is wrong, or nothing.
extension Oracle {
    /// How much later than committed a change may be seen by a server, where none lags.
    static let messageTime = Duration.milliseconds(50)

    func judged(_ rows: [Row], _ state: inout State, at now: Duration) -> String? {
        if rows.contains(.approved) || rows.contains(.declared) {
            state.connection.vouched()
            state.starts.believed(at: now)
        }
        if rows.contains(.approved) {
            state.tenure.approved(at: now)
            state.restores.approved()
            if let fault = state.approvals.wasAccepted() { return fault }
        }
        if rows.contains(.declared), let fault = declarationFault(state, at: now) { return fault }
        return state.judgements.judged(rows) ?? state.removals.judged(rows, at: now) ?? state.pace.judged(at: now)
    }

    /// A declaration is believed only where one covered the list when it can have been read.
    private func declarationFault(_ state: State, at now: Duration) -> String? {
        let isDeclared = state.branches.revisions.indices.contains { index in
            guard rules.serversLag || (state.branches.end(of: index) ?? now) >= now - rules.reach else { return false }
            return state.branches.revisions[index].list.map { DeclaredWord($0.data)?.covers($0) ?? false } ?? false
        }
        return isDeclared ? nil : "a declaration was believed, and none stood there"
    }

    func stopped(_ id: ThingID, _ proof: Proof, _ state: inout State, at now: Duration) -> String? {
        if let fault = state.closures.stopped(id, at: now) { return fault }
        let fence = state.closures.fence(of: id, at: now)
        state.words.stopped(id, at: now)
        state.lives.stopped(id, at: now)
        state.phantoms.stopped(id, fence: fence, at: now, revision: proof.revision)
        state.removals.stopped(
            .init(id: id, fence: fence, at: now, ground: proof.ground, revision: proof.revision))
        if let fault = groundFault(proof, of: id, state, at: now) {
            return "a Thing was stopped, and \(fault): \(id), \(proof)"
        }
        let candidates = state.branches.indices(pzxid: proof.revision)
        guard !candidates.isEmpty else { return "a Thing was stopped at a revision that never was: \(id), \(proof)" }
        var faults: [String] = []
        for candidate in candidates {
            guard let fault = fault(of: id, fence, proof, at: candidate, state, now) else { return nil }
            faults.append(fault)
        }
        return "a Thing was stopped without proof: \(id), \(proof): \(Set(faults).sorted().joined(separator: "; "))"
    }

    /// What speaks against a ground, whatever was absent.
    private func groundFault(_ proof: Proof, of id: ThingID, _ state: State, at now: Duration) -> String? {
        switch proof.ground {
        case .approved(let token):
            return state.approvals.fault(of: token, stopping: id, at: proof.revision)
        case .declared:
            return wasConnected(state, at: now) ? nil : "the worker was not connected"
        case .heldStill:
            guard wasConnected(state, at: now) else { return "the worker was not connected" }
            if let since = state.removals.declaredSince, now - since >= rules.moment {
                return "a declaration was believed before"
            }
            if let since = state.connection.doubtfulSince, now - since >= rules.moment,
                now - since < rules.settle - rules.stall
            {
                return "only \(now - since) after a new session or a long outage"
            }
            // Those that rest, or wait to be known, are assigned as well.
            let assigned = state.closures.assigned.union(state.words.resting).union(state.lives.held)
            return state.removals.brakeFault(at: now, assigned: assigned)
                ?? state.removals.brakeFault(by: proof.revision, at: now, assigned: assigned, moment: rules.moment)
        case .released:
            guard wasConnected(state, at: now) else { return "the worker was not connected" }
            return rules.brakeRelease == nil ? "the brake never releases" : nil
        }
    }

    private func wasConnected(_ state: State, at now: Duration) -> Bool {
        state.connection.wasConnected(from: now - rules.moment)
    }

    /// What speaks against a proof if that revision is the one that it names.
    private func fault(
        of id: ThingID, _ fence: Int64?, _ proof: Proof, at index: Int, _ state: State, _ now: Duration
    ) -> String? {
        let name = ZNodeName(bytes: id.bytes)
        let revision = state.branches.revisions[index]
        guard let list = revision.list else { return "the list did not stand" }
        guard list.children[name] == nil else { return "it was listed at that revision" }
        switch proof.ground {
        case .approved:
            return nil
        case .declared(let generation):
            return declarationFault(name, fence, generation, at: index, state)
        case .heldStill:
            guard !list.isSpread else { return "the list was spread over shards" }
            guard !list.children.isEmpty else { return "the list was empty" }
            guard DeclaredWord(list.data) == nil else { return "the list was declared" }
            if let fault = removalFault(name, fence, at: index, state) { return fault }
            let stood = state.branches.stood(index, now: now)
            guard rules.serversLag || stood >= rules.quiet - Self.messageTime else {
                return "the list had stood for only \(stood)"
            }
            return nil
        case .released:
            guard !list.children.isEmpty else { return "the list was empty" }
            return releaseFault(name, state, now)
        }
    }

    /// The Thing must have been deleted, by somebody, on the way to this revision of the same list.
    private func removalFault(_ name: ZNodeName, _ fence: Int64?, at index: Int, _ state: State) -> String? {
        guard let fence else { return "it never ran" }
        let identity = state.branches.revisions[index].list?.stat.czxid
        // The incarnation that the worker knows was deleted in this very list: what came and went unseen since does not matter.
        let known = state.branches.ancestors(of: index).lazy.compactMap { state.branches.revisions[$0].list }
            .first { $0.children[name]?.czxid == fence }
        if let known, known.stat.czxid == identity, known.children[name]?.ephemeralOwner == 0 { return nil }
        var before = index
        // One that went at once may have been listed and never read: what the worker knows is the one before.
        while let last = lastListing(name, since: fence, before: before, state),
            let node = state.branches.revisions[last].list?.children[name], node.ephemeralOwner != 0,
            state.branches.lifetime(of: name, node.czxid).map({ $0 < Self.messageTime }) == true,
            let earlier = state.branches.revisions[last].parent
        {
            before = earlier
        }
        guard let last = lastListing(name, since: fence, before: before, state) else {
            return state.branches.couldHaveLed(from: name, fence, to: index, wasSeen: wasSeen(state))
                ? nil : "it was never deleted in that history of the list"
        }
        let listing = state.branches.revisions[last].list
        guard listing?.stat.czxid == identity else {
            return "the list was deleted and created anew in between"
        }
        guard listing?.children[name]?.ephemeralOwner == 0 else { return "it was ephemeral" }
        return nil
    }

    private func lastListing(_ name: ZNodeName, since fence: Int64, before index: Int, _ state: State) -> Int? {
        state.branches.lastListing(name, since: fence, before: index, wasSeen: wasSeen(state))
    }

    /// Whether the worker can have seen what stood from one moment to another.
    private func wasSeen(_ state: State) -> (Duration, Duration?) -> Bool {
        let (connection, serversLag) = (state.connection, rules.serversLag)
        // A server that lags shows later what stood.
        return { began, ended in connection.wasConnected(from: began, until: serversLag ? nil : ended) }
    }

    private func declarationFault(
        _ name: ZNodeName, _ fence: Int64?, _ generation: Int64, at index: Int, _ state: State
    ) -> String? {
        guard let list = state.branches.revisions[index].list, let word = DeclaredWord(list.data) else {
            return "the list was not declared"
        }
        guard word.generation == generation else { return "its generation was \(word.generation)" }
        guard word.more != true else { return "more of the statement was to come" }
        guard word.covers(list) else {
            return "the declaration did not cover the list"
        }
        guard word.whole != true else { return staleWholeFault(name, fence, at: index, state) }
        // What no statement ever put on the list is not missed by one that goes on from what was stated.
        guard let fence, state.branches.wasStated(name, fence) else { return nil }
        guard let last = lastListing(name, since: fence, before: index, state) else {
            return "it was lost with a history, and no statement took it off"
        }
        return isStatedAnew(from: last, to: index, state)
            ? nil : "the list was deleted and created anew in between, and nobody has stated it in full since"
    }

    /// Whether a list is the same node as before, or was stated in full as the one that it is now.
    private func isStatedAnew(from last: Int, to index: Int, _ state: State) -> Bool {
        let revisions = state.branches.revisions
        guard let now = revisions[index].list, revisions[last].list?.stat.czxid != now.stat.czxid else { return true }
        // A copy of an old declaration that somebody wrote there by hand is none.
        let generation = DeclaredWord(revisions[last].list?.data)?.generation ?? 0
        return state.branches.ancestors(of: index).prefix { $0 != last }.contains { between in
            guard let list = revisions[between].list, list.stat.czxid == now.stat.czxid,
                let word = DeclaredWord(list.data)
            else { return false }
            return word.whole == true && word.more != true && word.covers(list) && word.generation > generation
        }
    }

    /// A whole statement speaks of what was there when it was made, not of what came after.
    private func staleWholeFault(_ name: ZNodeName, _ fence: Int64?, at index: Int, _ state: State) -> String? {
        guard let fence, state.branches.creations(of: name, fence).count <= 1 else { return nil }
        let revisions = state.branches.revisions
        let stated = state.branches.ancestors(of: index).reversed().first {
            revisions[$0].list?.stat.mzxid == revisions[index].list?.stat.mzxid
        }
        guard let stated, state.branches.firstListing(name, fence) > stated else { return nil }
        return "the statement is older than the Thing"
    }

    /// For as long as `brakeRelease` says it must have been absent from everything that was committed.
    private func releaseFault(_ name: ZNodeName, _ state: State, _ now: Duration) -> String? {
        guard let release = rules.brakeRelease, !rules.serversLag else { return nil }
        let revisions = state.branches.revisions
        // What was decided is told when the closure has ended: the Thing may be listed anew by then.
        let listed = revisions.indices.last { index in
            revisions[index].at <= now - rules.moment && revisions[index].list?.children[name] != nil
        }
        guard let listed else { return nil }
        let goneAt = listed + 1 < revisions.count ? revisions[listed + 1].at : now
        return now - goneAt >= release - Self.messageTime ? nil : "it was absent for only \(now - goneAt)"
    }
}
