internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper
internal import Synchronization

// Whether what runs is what was committed last: the Things, what they are told, and their fences.
extension Oracle {
    /// What runs must be what is listed; else the history is broken.
    func expectListed(_ words: String) {
        tell { state, _ in difference(state).map { "\(words): \($0)" } }
    }

    /// Whether exactly that runs which was committed last, or waits between two lives.
    var isAsListed: Bool { state.withLock { $0.branches.newest?.list != nil && difference($0) == nil } }

    /// Whether the newest statement goes on from one that covered the list and stood for so long, and covers it as well. What goes on
    /// from a restored backup does not, though a worker may follow that: it has not heard of what was lost.
    func isContinued(after moment: Duration) -> Bool {
        state.withLock { state in
            guard !state.branches.areRestored, let newest = state.branches.newest, let parent = newest.parent,
                newest.cause == .write,
                let list = newest.list, let word = DeclaredWord(list.data)
            else { return false }
            let before = state.branches.revisions[parent]
            guard let beforeList = before.list, let beforeWord = DeclaredWord(beforeList.data) else { return false }
            return newest.at - before.at >= moment && beforeList.stat.czxid == list.stat.czxid
                && beforeWord.covers(beforeList) && beforeWord.more != true && word.covers(list) && word.more != true
                && word.lineage?.contains(beforeWord.generation) == true && word.isWithinReach(at: newest.at)
                && state.branches.isNewest(beforeWord, before: parent)
        }
    }

    /// Whether the newest statement, or the one before it, has no greater number than one that was lost with a history: the worker could
    /// accept neither, so that nothing which follows from them descends from what it knows.
    var isOutnumbered: Bool {
        locked { state in
            let revisions = state.branches.revisions
            guard let newest = revisions.indices.last else { return false }
            let kept = Set(state.branches.ancestors(of: newest))
            let words = revisions.indices.map { DeclaredWord(revisions[$0].list?.data) }
            let generations = Set(
                kept.compactMap { index in
                    words[index].flatMap { $0.isWithinReach(at: revisions[index].at) ? $0.generation : nil }
                })
            guard let lowest = generations.sorted().suffix(2).first else { return false }
            return revisions.indices.contains { index in
                guard let other = words[index] else { return false }
                return kept.contains(index)
                    ? words[newest].map { other.generation > $0.generation } == true
                        && other.isWithinReach(at: revisions[index].at)
                    : other.generation >= lowest
            }
        }
    }

    /// Whether something on the list that does not run was made at a zxid which a history that is lost had passed: a backup of that history
    /// may hold it as well.
    var isBelowWhatWasLost: Bool {
        locked { state in
            let revisions = state.branches.revisions
            guard let newest = revisions.indices.last, let list = revisions[newest].list else { return false }
            let kept = Set(state.branches.ancestors(of: newest))
            let lost = revisions.indices.filter { !kept.contains($0) }.compactMap { revisions[$0].list }
                .filter { $0.stat.czxid == list.stat.czxid }.map(\.stat.pzxid).max()
            guard let lost else { return false }
            return list.children.contains { name, stat in
                stat.czxid <= lost && !state.closures.assigned.contains(ThingID(bytes: name.bytes))
            }
        }
    }

    /// Whether the list is declared, and a child came or went behind the declaration.
    var isLeftUndeclared: Bool {
        locked { state in
            guard let list = state.branches.newest?.list, let word = DeclaredWord(list.data) else { return false }
            return !word.covers(list)
        }
    }

    /// Where what runs is not what is listed; nil also where there is no list.
    private func difference(_ state: State) -> String? {
        state.branches.newest?.list.flatMap { difference(state, from: $0) }
    }

    /// Where what runs is not what a list says.
    func difference(_ state: State, from list: ListObservation.List) -> String? {
        let listed = Set(list.children.keys.map { ThingID(bytes: $0.bytes) })
        // Whose payload means nothing waits for one that does; if it runs already, it runs on.
        let meaningless = Set(
            list.payloads.filter { ListOperator.isMeaningless($0.value) }.map { ThingID(bytes: $0.key.bytes) })
        let late = listed.symmetricDifference(state.closures.assigned).subtracting(state.words.resting)
            .subtracting(meaningless.subtracting(state.closures.assigned)).sorted()
        guard late.isEmpty else { return "these were not started or stopped: \(late)" }
        for id in listed.subtracting(state.words.resting).subtracting(meaningless).sorted() {
            if let fault = difference(of: id, in: list, state) { return "\(fault): \(id)" }
        }
        return nil
    }

    private func difference(of id: ThingID, in list: ListObservation.List, _ state: State) -> String? {
        switch state.closures.words[id] {
        case .runs: break
        // Its own code fails, or somebody wants it to rest.
        case .failed, .suspended(.quarantined), .suspended(.stoppedByOperator): return nil
        case .suspended(.tenureEnded), .suspended(.notYetKnown), nil: return "this one is listed and does not run"
        }
        // One that begins or ends at this very moment is held against its word, not against the list.
        guard let life = state.closures.running[id] else { return nil }
        let name = ZNodeName(bytes: id.bytes)
        let payload = list.payloads[name] ?? []
        guard life.thing.payload == payload else { return "the payload of this one is not the one on the list" }
        guard life.payload == payload else { return "this one was not told its payload" }
        guard life.thing.fence.rawValue == list.children[name]?.czxid else {
            return "the fence of this one is not the one on the list"
        }
        return nil
    }
}
