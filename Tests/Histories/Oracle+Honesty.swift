internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper

// What must be carried out in time, whatever a worker makes of it: changes by writers that do nothing wrong, where no server has ever lost
// its past.
extension Oracle {
    /// The minute of the brake, and what a reading may take.
    private static let brakeTime = Duration.seconds(62)

    /// The list has just been changed for the first time after a while, in front of a worker that follows it.
    ///
    /// - Returns: nil where it did not run what was listed before.
    func beginRun(life: Int) -> HonestRun? {
        locked { state in
            let revisions = state.branches.revisions
            guard let newest = revisions.indices.last, let parent = revisions[newest].parent,
                let list = revisions[parent].list, difference(state, from: list) == nil,
                !state.closures.isContradicted
            else { return nil }
            let now = revisions[newest].at
            return HonestRun(
                began: now, first: newest, life: life, assigned: state.closures.assigned,
                settled: state.closures.assigned.intersection(state.removals.settled(at: now - Self.brakeTime)),
                gone: state.removals.gone(countedAfter: now - (Self.brakeTime - .seconds(60))))
        }
    }

    /// Whether all of a run is such that a worker must have followed it by now.
    func isHonest(_ run: HonestRun) -> Bool {
        locked { state in
            let revisions = state.branches.revisions
            guard revisions.allSatisfy({ $0.cause == .write || $0.cause == .sessionEnd }),
                let parent = revisions[run.first].parent, let before = revisions[parent].list,
                revisions[run.first...].allSatisfy({ $0.cause == .write })
            else { return false }
            let lists = revisions[run.first...].compactMap(\.list)
            guard lists.count == revisions.count - run.first,
                lists.allSatisfy({ $0.stat.czxid == before.stat.czxid }),
                (lists + [before]).allSatisfy({ !$0.isSpread }),
                (lists + [before]).allSatisfy({ $0.children.values.allSatisfy { $0.ephemeralOwner == 0 } })
            else { return false }
            let began = revisions[run.first].at
            if let word = DeclaredWord(before.data) {
                guard state.branches.isNewest(word, before: run.first) else { return false }
                return isContinued(word, of: before, by: lists, at: began)
            }
            guard revisions.allSatisfy({ DeclaredWord($0.list?.data) == nil }) else { return false }
            return isWithinTheBrake(run, before, lists)
        }
    }

    /// Whether each statement goes on from all before it, and speaks of the list as it was then.
    private func isContinued(
        _ first: DeclaredWord, of before: ListObservation.List, by lists: [ListObservation.List], at began: Duration
    ) -> Bool {
        guard first.covers(before), first.more != true, first.isWithinReach(at: began) else { return false }
        var known = [first.generation]
        for list in lists {
            guard let word = DeclaredWord(list.data), word.covers(list), word.more != true else { return false }
            guard word.generation != known.last else { continue }
            guard word.isWithinReach(at: began) else { return false }
            let past = Set(word.lineage ?? [])
            guard known.allSatisfy({ $0 < word.generation && past.contains($0) }) else { return false }
            known.append(word.generation)
        }
        return true
    }

    /// Whether so few Things are absent at any time that the brake lets them go.
    private func isWithinTheBrake(
        _ run: HonestRun, _ before: ListObservation.List, _ lists: [ListObservation.List]
    ) -> Bool {
        var everListed = Set(before.children.keys)
        for list in lists { everListed.formUnion(list.children.keys) }
        var absent: Set<ThingID> = []
        for list in lists {
            guard !list.children.isEmpty else { return false }
            absent.formUnion(everListed.subtracting(list.children.keys).map { ThingID(bytes: $0.bytes) })
        }
        let going = absent.union(run.gone)
        let goingOfThen = going.intersection(run.settled.union(run.gone))
        return Self.lets(going.count, of: run.assigned.count)
            && Self.lets(goingOfThen.count, of: run.settled.union(run.gone).count)
    }

    private static func lets(_ going: Int, of all: Int) -> Bool {
        going == 0 || going <= max(1, all / 2) && going < all
    }
}
