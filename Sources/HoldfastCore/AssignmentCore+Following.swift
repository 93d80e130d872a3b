// Presence: what is listed is started, and told what has changed.
extension AssignmentCore {
    mutating func follow(_ list: ListReading, at now: Moment) -> [Directive] {
        pendingStarts = 0
        guard trouble?.isOfAnotherHistory != true, !word.holdsEverything else {
            pendingStarts = unfollowed.count { assigned[$0] == nil }
            return []
        }
        let isMadeAnew = isMadeAnew(list)
        let mayStart = settling?.delaysStarts != true
        let vouched = noteWhatIsPast(in: list, isMadeAnew: isMadeAnew)
        var starts: [ThingID] = []
        var changes: [(id: ThingID, directive: Directive)] = []
        var unread = 0
        for id in toFollow() {
            guard let entry = list.entries[id] else { continue }
            let node = entry.node
            if node == nil { unread += 1 }
            if let known = assigned[id] {
                if let node, node.isEphemeral != known.isEphemeral { noteEphemerality(of: id, as: node) }
                guard mayStart else { continue }
                if follow(known, as: node) { starts.append(id) }
                if let node {
                    if let change = change(of: known, to: node) { changes.append((id, change)) }
                    unfollowed.remove(id)
                }
            } else if let node, mayStart, isMadeAnew || vouched.contains(id) || isWord(node, for: id) {
                begin(id, as: node, at: now)
                unfollowed.remove(id)
                starts.append(id)
            } else {
                pendingStarts += 1
                if node == nil, !isMadeAnew, !word.isWhole { waitToRead(id, of: list) }
            }
        }
        if unread > 0 { rows.append(.entryUnread) }
        if starts.contains(where: { String(validating: $0.bytes, as: UTF8.self) == nil }) { rows.append(.oddName) }
        if !starts.isEmpty || !changes.isEmpty { isUnsaved = true }
        changes.sort { $0.id < $1.id }
        return changes.map(\.directive) + run(starts, at: now)
    }

    /// Those that the newest reading may have something to say of: what has changed, and what waits to run again.
    private func toFollow() -> Set<ThingID> {
        suspended.isEmpty ? unfollowed : unfollowed.union(suspended.keys)
    }

    /// Whether an entry is a word that the Thing is assigned, and not one that another history left behind.
    private func isWord(_ node: EntryNode, for id: ThingID) -> Bool {
        awaitingWord[id].map { node.czxid > $0 } ?? true
    }

    /// Marks what a list may hold from a time that is known to be past: it waits for a word.
    ///
    /// - Returns: the Things that the list's declaration gives its word for by name.
    private mutating func noteWhatIsPast(in list: ListReading, isMadeAnew: Bool) -> Set<ThingID> {
        // A full statement is a word for all that it lists.
        let isOfThisConnection = floorConnection != nil && floorConnection == connectionGate.connection?.ordinal
        let isPresent = isMadeAnew || word.isWhole || isOfThisConnection
        let limit = isPresent ? nil : history.pastLimit(of: list.namesStat)
        guard limit != nil || !awaitingWord.isEmpty else { return [] }
        let vouched = vouchedFor(by: list)
        guard let limit else { return vouched }
        for id in unfollowed where assigned[id] == nil && !vouched.contains(id) {
            // What the floor lists was weighed with it.
            if history.floor?.stat.identity == list.namesStat.identity, history.floor?.lists(id) == true { continue }
            if let node = list.entries[id]?.node, node.czxid > limit { continue }
            guard awaitingWord[id].map({ $0 < limit }) ?? true else { continue }
            awaitingWord[id] = limit
            isUnsaved = true
        }
        return vouched
    }

    /// The Things for which the list's declaration gives its word, and that word is news.
    func vouchedFor(by list: ListReading) -> Set<ThingID> {
        guard let declaration = list.declaration, word.isNews else { return [] }
        let known = history.highWater.generation
        var vouched = declaration.vouchedFor(after: known)
        guard known.map({ declaration.generation > $0 }) ?? true else { return vouched }
        // What was made in the transaction of the statement itself is its word too, where its writer keeps no account.
        for id in unfollowed where list.entries[id]?.node?.czxid == list.namesStat.mzxid { vouched.insert(id) }
        return vouched
    }

    /// A name came whose znode could not be read: when it is, it must be younger than the floor that did not list it. The floor
    /// of this reading will list it, and tell no more.
    private mutating func waitToRead(_ id: ThingID, of list: ListReading) {
        guard let floor = history.floor, floor.stat.identity == list.namesStat.identity, floor.entries[id] == nil
        else { return }
        awaitingWord[id] = max(awaitingWord[id] ?? floor.stat.pzxid, floor.stat.pzxid)
    }

    private mutating func begin(_ id: ThingID, as node: EntryNode, at now: Moment) {
        awaitingWord[id] = nil
        assigned[id] = LastKnownGood.Thing(assignment: Assignment(id, node), isEphemeral: node.isEphemeral)
        brake.came(id, at: now)
    }

    /// A Thing that is assigned is listed; its node is nil where it could not be read.
    ///
    /// - Returns: whether it was suspended and is to run again.
    private mutating func follow(_ known: LastKnownGood.Thing, as node: EntryNode?) -> Bool {
        let id = known.assignment.id
        switch suspended[id] {
        case nil, .stoppedByOperator:
            return false
        case .notYetKnown, .tenureEnded:
            return true
        case .quarantined:
            // What it failed on is another now.
            guard let node, Assignment(id, node) != known.assignment else { return false }
            failures.forget(id)
            return true
        }
    }

    /// How it may go is to be known at once, also while what it is told is not believed yet.
    private mutating func noteEphemerality(of id: ThingID, as node: EntryNode) {
        assigned[id]?.isEphemeral = node.isEphemeral
        isUnsaved = true
    }

    /// Takes over what has changed of an assigned Thing.
    ///
    /// - Returns: what a running closure is to be told.
    private mutating func change(of known: LastKnownGood.Thing, to node: EntryNode) -> Directive? {
        let (id, before) = (known.assignment.id, known.assignment)
        guard
            before.payload != node.payload || before.fence.rawValue != node.czxid
        else { return nil }
        let assignment = Assignment(id, node)
        assigned[id]?.assignment = assignment
        isUnsaved = true
        guard suspended[id] == nil else { return nil }
        if before.payload != assignment.payload { return .update(assignment) }
        return before.fence == assignment.fence ? nil : .refence(id, assignment.fence)
    }
}

extension Assignment {
    fileprivate init(_ id: ThingID, _ node: EntryNode) {
        self.init(id: id, payload: node.payload, fence: Fence(rawValue: node.czxid))
    }
}
