// What the cores answer, made the list's answer. What there is to say of all places is kept up with each: only the one that answered is
// looked at.
extension ShardedCore {
    /// Asks one core, and makes the answer the list's.
    mutating func ask(_ index: Int, at now: Moment, _ question: (inout AssignmentCore) -> [Directive]) -> [Directive] {
        ask(CollectionOfOne(index), at: now, question)
    }

    mutating func ask(
        _ indices: some Collection<Int>, at now: Moment, _ question: (inout AssignmentCore) -> [Directive]
    ) -> [Directive] {
        var directives: [Directive] = []
        for index in indices { directives += told(question(&cores[index]), by: index) }
        return isPlain ? directives : directives + reportChange(at: now)
    }

    /// Other cores take the place of those that there were.
    mutating func take(over cores: [AssignmentCore], isSharded: Bool) {
        self.cores = cores
        misplaced = cores.map { _ in [] }
        deadlines = MomentHeap()
        proofs = MomentHeap()
        sum = PostureSum(places: cores.count, isSharded: isSharded)
        for index in cores.indices {
            noteTimes(of: index)
            addUp(index)
        }
    }

    /// What one core directs, as part of what the list's does: its posture is one of many, and what stands in a place that is not its
    /// own is no Thing there.
    mutating func told(_ directives: [Directive], by index: Int) -> [Directive] {
        noteTimes(of: index)
        guard !isPlain else {
            posture = cores[index].posture
            return directives
        }
        let directives = listed(directives, by: index)
        addUp(index)
        return directives
    }

    private mutating func noteTimes(of index: Int) {
        deadlines[index] = cores[index].nextDeadline
        proofs[index] = cores[index].newestProof
    }

    /// Makes the posture of one place part of the list's.
    mutating func addUp(_ index: Int) {
        sum.place(index, has: cores[index].posture, misplaced: misplaced[index])
    }

    private mutating func listed(_ directives: [Directive], by index: Int) -> [Directive] {
        guard case .shard(let shard) = layout?.place(at: index) else { return directives.filter { !$0.isReport } }
        return directives.compactMap { directive in
            switch directive {
            case .start(let assignment) where self.index(of: assignment.id) != index:
                return misplaced[index].insert(assignment.id).inserted ? .misplaced(assignment.id, shard) : nil
            case .stop(let proof) where self.index(of: proof.thing) != index:
                misplaced[index].remove(proof.thing)
                return nil
            case .update(let assignment) where self.index(of: assignment.id) != index: return nil
            case .refence(let id, _) where self.index(of: id) != index: return nil
            case .suspend(let id, _) where self.index(of: id) != index: return nil
            case .read(let afterSync): return .readShard(shard, afterSync: afterSync)
            case .report: return nil
            case .start, .stop, .update, .refence, .suspend, .save, .judged, .readShard, .follow, .misplaced:
                return directive
            }
        }
    }
}
