// What is reported of opening, watching and closing a handle. A report of a handle that is not the present one is
// ignored.
extension SessionMachine {
    package mutating func opened(_ handle: Int, at now: Duration) -> [Action] {
        // The session's events may be quicker than the word that the handle is open.
        guard case .attempting(var attempt) = phase, attempt.handle == handle else { return [] }
        attempt.probeAt = now + settings.probeInterval
        attempt.connectBy = now + settings.connectLimit
        phase = .attempting(attempt)
        return []
    }

    mutating func openingFailed(_ handle: Int, at now: Duration) -> [Action] {
        var actions: [Action] = []
        guard case .attempting(let attempt) = phase, attempt.handle == handle else { return actions }
        tryNextAddress(at: now, &actions)
        return actions
    }

    package mutating func probed(_ handle: Int, _ progress: HandleProgress, at now: Duration) -> [Action] {
        var actions: [Action] = []
        guard case .attempting(var attempt) = phase, attempt.handle == handle else { return actions }
        var isInVain = false
        switch progress {
        case .connecting:
            isInVain = attempt.answerBy != nil || now >= attempt.connectBy
        case .handshaking:
            let answerBy = attempt.answerBy ?? now + settings.sessionTimeout * 2 / 3
            attempt.answerBy = answerBy
            isInVain = now >= answerBy
        case .failed:
            isInVain = true
        case .connected, .over:
            // The event that says so is on its way.
            break
        }
        phase = .attempting(attempt)
        if isInVain { retire(Retiring(handle: handle, address: attempt.address, wasAdmitted: false), &actions) }
        return actions
    }

    mutating func retire(_ retiring: Retiring, _ actions: inout [Action]) {
        phase = .retiring(retiring)
        actions.append(.retire(handle: retiring.handle))
    }

    package mutating func retired(_ handle: Int, at now: Duration) -> [Action] {
        // The library may have kept the word of the loss in whose moment the handle was closed.
        var actions = closesAtLoss(handle) ? connectionLost(handle, wasUsed: false, at: now) : []
        guard case .retiring(let retiring) = phase, retiring.handle == handle else { return actions }
        // It was connected in the last moment, and is closed all the same: nobody answers from now on.
        if retiring.regained != nil { session?.unconnectedSince = now }
        if retiring.wasAdmitted {
            round.lost = retiring.address
            if isBraked {
                phase = .waiting(Waiting(until: now + brake()))
            } else {
                beginRound(at: now, &actions)
            }
        } else {
            tryNextAddress(at: now, &actions)
        }
        return actions
    }

    /// The handle was found connected, and so was not closed.
    package mutating func spared(_ handle: Int, at now: Duration) -> [Action] {
        var actions: [Action] = []
        guard case .retiring(let retiring) = phase, retiring.handle == handle else { return actions }
        if retiring.sessionEnded {
            phase = .closing(Closing(handle: handle, next: .nextAddress))
            actions.append(.close(handle: handle))
        } else if let link = retiring.regained {
            sync(link, &actions)
        } else {
            // The event that says so is on its way; should the connection be gone again, the next look finds out.
            let soon = now + settings.probeInterval
            phase = .attempting(
                Attempt(
                    handle: handle, address: retiring.address, probeAt: soon, connectBy: now + settings.connectLimit)
            )
        }
        return actions
    }

    package mutating func closed(_ handle: Int, at now: Duration) -> [Action] {
        var actions: [Action] = []
        guard case .closing(let closing) = phase, closing.handle == handle else { return actions }
        if case .sameServer(let address) = closing.next { round.begin(with: address) }
        tryNextAddress(at: now, &actions)
        return actions
    }
}
