// The fourth gate: what the list says, now that it may be believed. This list carries no declaration, so presence is taken at
// its word, and absence only after it has held still.
extension AssignmentCore {
    /// Weighs a whole reading: the only place where a proof is made.
    mutating func weigh(_ list: ListReading, begun: Moment, at now: Moment) -> [Directive] {
        let wereAbsent = absent
        absent = Set(assigned.keys.filter { list.entries[$0] == nil })
        if let settling, begun >= settling.until { self.settling = nil }
        if !absent.isEmpty, let cause = causeOfTrouble(in: list) { fell(into: cause) }
        if absent.isEmpty { endTrouble(with: list) }

        var directives = follow(list)
        guard trouble == nil else { return directives }
        history.accepted(list)
        if !awaitingWord.isEmpty { awaitingWord = awaitingWord.filter { list.entries[$0.key] != nil } }
        // A held Thing that came back says that more may come back: every wait begins anew.
        let returned = wereAbsent.contains { assigned[$0] != nil && !absent.contains($0) }
        stillness.saw(list.namesStat, at: now, restart: returned)
        if settling == nil, begun >= stillness.since + settings.quiet {
            for id in absent.sorted() {
                assigned[id] = nil
                directives.append(.stop(Proof(thing: id, revision: list.namesStat.pzxid)))
            }
            absent = []
        }
        return directives
    }

    /// What makes absence say nothing.
    private func causeOfTrouble(in list: ListReading) -> ListTrouble.Cause? {
        if list.entries.isEmpty { return .empty }
        if absent.contains(where: { assigned[$0]?.isEphemeral ?? false }) { return .ephemeralGone }
        return nil
    }

    /// A reading that holds every assigned Thing costs nothing to believe: it is the new floor.
    private mutating func endTrouble(with list: ListReading) {
        guard let trouble else { return }
        self.trouble = nil
        guard trouble.isOfAnotherHistory else { return }
        for id in list.entries.keys where assigned[id] == nil { awaitingWord[id] = list.namesStat.pzxid }
    }

    /// Starts what is new and tells what has changed.
    private mutating func follow(_ list: ListReading) -> [Directive] {
        pendingStarts = 0
        guard trouble?.isOfAnotherHistory != true else {
            pendingStarts = list.entries.keys.count { assigned[$0] == nil }
            return []
        }
        let mayStart = settling?.delaysStarts != true
        var starts: [Assignment] = []
        var changes: [(id: ThingID, directive: Directive)] = []
        for (id, entry) in list.entries {
            guard let node = entry.node else {
                if assigned[id] == nil { pendingStarts += 1 }
                continue
            }
            let assignment = Assignment(id: id, payload: node.payload, fence: Fence(rawValue: node.czxid))
            let listed = Assigned(assignment: assignment, isEphemeral: node.isEphemeral)
            if let known = assigned[id] {
                guard mayStart, known != listed else { continue }
                if known.assignment.payload != assignment.payload {
                    changes.append((id, .update(assignment)))
                } else if known.assignment.fence != assignment.fence {
                    changes.append((id, .refence(id, assignment.fence)))
                }
                assigned[id] = listed
            } else if mayStart, awaitingWord[id].map({ node.czxid > $0 }) ?? true {
                awaitingWord[id] = nil
                assigned[id] = listed
                starts.append(assignment)
            } else {
                pendingStarts += 1
            }
        }
        // The order of a dictionary changes from process to process; a history must replay.
        changes.sort { $0.id < $1.id }
        starts.sort { $0.id < $1.id }
        return changes.map(\.directive) + starts.map(Directive.start)
    }
}
