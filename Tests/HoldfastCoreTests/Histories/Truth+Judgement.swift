import HoldfastCore

// What the core directs is held against the truth.
extension Truth {
    /// - Parameter shown: the servers whose list was read and weighed; nil where none was.
    /// - Returns: what the core did wrong.
    mutating func judge(_ directives: [Directive], _ bench: Bench, shown: Servers?, isConnected: Bool) -> String? {
        let isApproved = bench.rows.contains(.approved)
        if let shown { isAtStranger = shown.isStranger }
        if isAtStranger { return wrongAtStranger(directives, bench) }
        if let shown { weigh(shown, at: bench.now) }
        var wrong = wrongEnd(directives) ?? wrongStop(directives, bench, shown)
        wrong = wrong ?? wrongStart(directives, shown, isApproved: isApproved)
        wrong = wrong ?? wrongApproval(bench, shown)
        if isApproved { approved(at: bench.now) }
        if !directives.isEmpty {
            note(directives, bench)
            wrong = wrong ?? wrongSets(bench) ?? wrongTenure(bench)
        }
        if bench.core.posture.state == .following, !isConnected { wrong = wrong ?? "following without a connection" }
        if let shown {
            wrong = wrong ?? lateChange(bench, shown)
            conclude(bench, shown)
        }
        return wrong
    }

    /// A stranger's list says nothing of ours.
    private mutating func wrongAtStranger(_ directives: [Directive], _ bench: Bench) -> String? {
        if let stopped = directives.stopped.first { return "\(stopped) was stopped by a stranger's list" }
        if let started = directives.started.first(where: { !assigned.contains($0) }) {
            return "\(started) was started by a stranger's list"
        }
        hasMetStranger = true
        note(directives, bench)
        return wrongSets(bench)
    }

    /// What time ends is ended before anything else.
    private func wrongEnd(_ directives: [Directive]) -> String? {
        let ends = directives.indices.filter { index in
            if case .suspend(_, .tenureEnded) = directives[index] { true } else { false }
        }
        return ends == Array(ends.indices) ? nil : "something was done before the tenure ended"
    }

    /// A reading came that the core weighs.
    private mutating func weigh(_ shown: Servers, at now: Moment) {
        let names = shown.list.entries
        if hasJumped, let followed {
            if shown.mayFollow(followed) {
                undetectable += 1
                for id in assigned where names[id] == nil { believed[id] = nil }
                goneShown.subtract(shown.incarnations.values.map(\.number))
            } else {
                isTroubled = true
            }
        }
        hasJumped = false
        if let identity, identity != shown.list.stat.identity { isTroubled = true }
        let absent = assigned.filter { names[$0] == nil }
        if names.isEmpty, !assigned.isEmpty, shown.list.declaration == nil { isTroubled = true }
        if absent.contains(where: { believed[$0].map(shown.lost.contains) ?? false }) { isTroubled = true }
        if shown.list.declaration == nil, agreedGeneration == nil, !absent.isEmpty, !brakeLets(absent, at: now) {
            isTroubled = true
        }
        if absent.isEmpty { (isTroubled, identity) = (false, shown.list.stat.identity) }
        countKnownTime(at: now)
    }

    private func wrongStop(_ directives: [Directive], _ bench: Bench, _ shown: Servers?) -> String? {
        for proof in directives.proofs {
            let id = proof.thing
            guard assigned.contains(id) else { return "\(id) was stopped and is not assigned" }
            if case .approved(let token) = proof.ground {
                if tokens[token]?.contains(id) == true || !given.contains(token) {
                    return "\(id) was stopped by an approval of something else"
                }
                continue
            }
            guard let shown, isConnected else { return "\(id) was stopped without a reading" }
            if shown.list.entries[id] != nil { return "\(id) was stopped although it is listed" }
            if proof.revision != shown.list.stat.pzxid { return "the proof names another revision" }
            if let wrong = wrongGround(of: proof, shown, at: bench.now) { return wrong }
        }
        let unsaid = directives.proofs.filter { $0.ground == .heldStill }.map(\.thing)
        if !unsaid.isEmpty, !brakeLets(Set(unsaid), at: bench.now) { return "the brake let \(unsaid) go" }
        return nil
    }

    private func wrongGround(of proof: Proof, _ shown: Servers, at now: Moment) -> String? {
        let id = proof.thing
        // Where nobody can tell that the servers jumped there is no incarnation to ask for.
        let wasTakenOff = believed[id].map(shown.takenOff.contains) ?? true
        switch proof.ground {
        case .declared(let generation):
            guard let declaration = shown.list.declaration, declaration.generation == generation, !declaration.hasMore,
                shown.isCovered
            else { return "\(id) was stopped by a declaration that does not cover the list" }
            // What no declaration ever spoke of has no claim in a declared list.
            let wasDeclared = believed[id].map(shown.declared.contains) ?? true
            if !declaration.isWhole, !wasTakenOff, wasDeclared {
                return "\(id) was stopped by a change of something else"
            }
        case .heldStill:
            if !wasTakenOff { return "\(id) was stopped and never taken off" }
            if isTroubled { return "\(id) was stopped while the list was in trouble" }
            if shown.list.declaration != nil || agreedGeneration != nil {
                return "\(id) was stopped without a word in a declared list"
            }
            if now - shown.changedAt < settings.quiet { return "\(id) was stopped before the list held still" }
            if now < settledAt { return "\(id) was stopped before the settle time was over" }
        case .released:
            guard let release = settings.brakeRelease, (knownAbsence[id] ?? .zero) >= release else {
                return "\(id) was released before its time"
            }
            if shown.list.entries.isEmpty { return "\(id) was released by an empty list" }
        case .approved:
            break
        }
        return nil
    }

    private func wrongStart(_ directives: [Directive], _ shown: Servers?, isApproved: Bool) -> String? {
        for id in directives.started where !assigned.contains(id) && !isApproved {
            guard let incarnation = shown?.incarnations[id] else { return "\(id) was started and is not listed" }
            let isDeclared =
                shown?.isCovered == true && shown?.declared.contains(incarnation.number) == true
                && (shown?.list.declaration.map { $0.generation >= newestGeneration && !$0.hasMore } ?? false)
            // A writer confirmed it by name.
            let isConfirmed = shown?.confirmed.contains(incarnation.number) == true
            if goneShown.contains(incarnation.number), !isDeclared, !isConfirmed {
                return "\(id) was gone, and was started because a backup brought it back"
            }
        }
        return nil
    }

    private mutating func wrongApproval(_ bench: Bench, _ shown: Servers?) -> String? {
        guard bench.rows.contains(.approved), let token = shown?.list.approval else { return nil }
        guard given.contains(token) else { return "a token was accepted that nobody gave" }
        return used.insert(token).inserted ? nil : "a token was used twice"
    }

    private mutating func note(_ directives: [Directive], _ bench: Bench) {
        for directive in directives {
            switch directive {
            case .start(let assignment): assigned.insert(assignment.id)
            case .stop(let proof): went(proof, at: bench.now)
            default: break
            }
        }
        for (id, suspension) in bench.core.posture.suspended where suspension == .tenureEnded { assigned.insert(id) }
        if assignedLog.last?.assigned != assigned { assignedLog.append((bench.now, assigned)) }
    }

    private mutating func went(_ proof: Proof, at now: Moment) {
        assigned.remove(proof.thing)
        (believed[proof.thing], knownAbsence[proof.thing]) = (nil, nil)
        switch proof.ground {
        case .heldStill, .released: departures.append((now, proof.thing))
        case .declared, .approved: (isTroubled, identity) = (false, newest?.namesStat.identity)
        }
    }

    /// The word of an operator: what the reading lists is assigned.
    private mutating func approved(at now: Moment) {
        (isTroubled, identity, agreedGeneration) = (false, newest?.namesStat.identity, nil)
        if let newest { followed = newest }
        hasSeenFuture = false
        for id in listedAt.keys { listedAt[id] = now }
        goneShown.subtract(shownNumbers)
    }

    /// What runs, what is suspended, and what is assigned must fit.
    private func wrongSets(_ bench: Bench) -> String? {
        let theirs = Set(bench.assigned)
        if theirs != assigned { return "assigned is \(theirs.sorted()), and is to be \(assigned.sorted())" }
        if !bench.startedTwice.isEmpty { return "\(bench.startedTwice) started twice" }
        let suspended = Set(bench.core.posture.suspended.keys)
        if bench.running != theirs.subtracting(suspended) || !bench.running.isDisjoint(with: suspended) {
            return "\(bench.running.sorted()) runs of \(theirs.sorted()), suspended \(suspended.sorted())"
        }
        return nil
    }

    private func wrongTenure(_ bench: Bench) -> String? {
        guard case .limited(let tenure) = settings.tenure else { return nil }
        if let due = bench.core.nextDeadline, due <= bench.now { return nil }
        let late = bench.running.filter { bench.now - (listedAt[$0] ?? .zero) > tenure }
        return late.isEmpty ? nil : "\(late.sorted()) ran past its tenure"
    }

    /// What a declaration proves is carried out with the reading that shows it.
    private func lateChange(_ bench: Bench, _ shown: Servers) -> String? {
        guard let declaration = shown.list.declaration, shown.isCovered, !declaration.hasMore,
            declaration.generation > newestGeneration, !shown.list.isFarAhead
        else { return nil }
        let names = Set(shown.list.entries.keys)
        if declaration.isWhole {
            let unread = Set((newest?.entries ?? [:]).filter { $0.entry == .unread }.map(\.id))
            return assigned.union(unread) == names.union(assigned.intersection(unread))
                ? nil : "a full statement was not carried out"
        }
        guard !hasSeenFuture, let agreedGeneration, let agreed, agreedGeneration == newestGeneration,
            declaration.descends(from: agreed)
        else { return nil }
        return assigned.isSubset(of: names) ? nil : "a declared removal was not carried out"
    }

    /// What the core has shown itself to have accepted.
    private mutating func conclude(_ bench: Bench, _ shown: Servers) {
        shownNumbers = Set(shown.incarnations.values.map(\.number))
        for id in assigned { if let incarnation = shown.incarnations[id] { believed[id] = incarnation.number } }
        let generation = shown.list.isFarAhead ? 0 : shown.list.declaration?.generation ?? 0
        newestGeneration = max(newestGeneration, generation)
        // What lies in the future may have put something on the list: only what has heard of it takes that off.
        if shown.list.isFarAhead { hasSeenFuture = true }
        if let token = bench.core.posture.approvalToken { tokens[token] = Set(shown.list.entries.keys) }
        if assigned.isSubset(of: shown.list.entries.keys) { followed = newest }
        guard bench.core.posture.state == .following else { return }
        followed = newest
        identity = shown.list.stat.identity
        goneShown.formUnion(shown.takenOff)
        goneShown.formUnion(shown.lost)
        goneShown.subtract(shown.incarnations.filter { assigned.contains($0.key) }.values.map(\.number))
        if shown.isCovered, shown.list.declaration?.hasMore == false, generation == newestGeneration, generation > 0,
            assigned == Set(shown.list.entries.keys)
        {
            (agreedGeneration, agreed) = (generation, shown.list.declaration?.id)
            if shown.list.declaration?.isWhole == true { hasSeenFuture = false }
        }
    }
}
