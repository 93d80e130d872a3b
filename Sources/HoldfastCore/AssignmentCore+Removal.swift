// Absence: what the newest reading does not list goes when every gate gave leave, and only then.
extension AssignmentCore {
    /// The removals that a reading proves.
    mutating func removals(by list: ListReading, begun: Moment, at now: Moment) -> [Directive] {
        guard !absent.isEmpty else { return [] }
        switch word {
        case .declared(let declaration):
            return remove(absent.keys, by: list, on: .declared(generation: declaration.generation), at: now)
        case .undeclared where trouble == nil && settling == nil && begun >= stillness.since + settings.quiet:
            return remove(absent.keys, by: list, on: .heldStill, at: now)
        case .undeclared, .doubted, .lost, .ofAnotherList:
            if trouble != nil { rows.append(.inTrouble) }
            return remove(releasable(from: list), by: list, on: .released, at: now)
        }
    }

    /// Those that were absent from every believable reading for long enough, where the brake may let go.
    private func releasable(from list: ListReading) -> [ThingID] {
        guard let release = settings.brakeRelease, isPresenceBelieved, !list.entries.isEmpty else { return [] }
        return absent.compactMap { id, absence in
            absence.knownTime.map { knownTime.total - $0 >= release } == true ? id : nil
        }
    }

    /// The only place where a proof is made.
    mutating func remove(
        _ ids: some Collection<ThingID>, by list: ListReading, on ground: Proof.Ground, at now: Moment
    ) -> [Directive] {
        guard !ids.isEmpty else { return [] }
        isUnsaved = true
        if ground == .released { rows.append(.released) }
        return ids.sorted().map { id in
            assigned[id] = nil
            suspended[id] = nil
            absent[id] = nil
            failures.forget(id)
            switch ground {
            case .heldStill, .released: brake.went(id, at: now)
            case .declared, .approved: brake.wasTold(id)
            }
            return .stop(Proof(thing: id, revision: list.namesStat.pzxid, ground: ground))
        }
    }
}
