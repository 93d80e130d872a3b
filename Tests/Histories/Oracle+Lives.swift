internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper

// What operators say to a worker, and the workers that follow one another.
extension Oracle {
    /// An operator is about to approve a reading, and expects these Things to be stopped by it.
    func approved(_ token: ApprovalToken, stopping ids: Set<ThingID>) {
        tell { state, now in
            state.approvals.gave(token, stopping: ids)
            state.phantoms.approved(token, at: now)
            state.tenure.approved(at: now)
            return nil
        }
    }

    /// An operator is about to stop a Thing that stays assigned.
    func stops(_ id: ThingID) {
        tell { state, now in
            state.words.stop(id, at: now)
            return nil
        }
    }

    /// An operator is about to start it again, or has not stopped it.
    func starts(_ id: ThingID) {
        tell { state, now in
            state.words.start(id, at: now)
            return nil
        }
    }

    /// The Things that an operator has stopped.
    var resting: Set<ThingID> { locked { $0.words.resting } }

    /// The worker's client is connected, to the servers of the list or to another ensemble.
    func isConnected(misled isMisled: Bool) {
        tell { state, _ in
            if isMisled != state.isMisled {
                state.happenings[isMisled ? .misled : .ledBack, default: 0] += 1
                state.isMisled = isMisled
            }
            return nil
        }
    }

    /// A worker is about to be ended, in whatever way.
    func restarts(_ manner: OperatorAction.Departure, isHolding: Bool) {
        if isHolding { happened(manner == .losePower ? .powerLostInHold : .restartedInHold) }
        if locked(\.isMisled) { happened(.restartedMisled) }
    }

    /// How many workers there were.
    var lives: Int { locked { $0.lives.number } }

    /// The worker is about to be ended.
    func shutsDown() {
        tell { state, _ in
            state.closures.shutDown()
            return nil
        }
    }

    /// The worker has ended, and another is about to take its place.
    func ended(_ end: LifeLog.End) {
        tell { state, now in
            let moment = end == .cutShort ? now - LifeLog.keeping - rules.stall : now
            switch end {
            case .kept: break
            case .cutShort: state.words.doubt(since: moment)
            case .forgotten: state.words.forgetAll()
            }
            state.lives.ended(end, assigned: state.closures.assigned, keptUntil: moment, at: now)
            state.removals.beginAnew(end, since: moment)
            state.phantoms.beginAnew(end, since: moment)
            // What a worker accepted before is its own list when it begins: how long that had been settling is not kept.
            state.starts.beginAnew()
            if end != .kept { state.approvals.beginAnew() }
            state.connection.beginAnew(at: now)
            state.judgements.beginAnew()
            state.tenure.beginAnew()
            return state.closures.beginAnew()
        }
    }
}
