extension SessionMachine {
    /// When to call ``timePassed(at:)``; nil when only an event can bring news.
    package var nextDeadline: Duration? {
        let ofPhase: Duration? =
            switch phase {
            case .resolving(let resolving): resolving.fallbackAt
            case .waiting(let waiting): waiting.until
            case .attempting(let attempt): attempt.probeAt
            case .syncing(let link): link.retryAt
            case .regaining(let regaining): regaining.until
            case .idle, .connected, .retiring, .closing, .failed: nil
            }
        let ofSession = session.flatMap { $0.leasesHold ? $0.leasesEnd : $0.end }
        return [ofPhase, ofSession, allowed.retryAt].compactMap(\.self).min()
    }

    /// Time has passed. Calling it early is harmless.
    package mutating func timePassed(at now: Duration) -> [Action] {
        var actions: [Action] = []
        if let end = session?.leasesEnd, now >= end { endLeases(&actions) }
        if let end = session?.end, now >= end { giveUpSession(&actions) }
        if let retryAt = allowed.retryAt, now >= retryAt {
            allowed.retried()
            isResolving = true
            actions.append(.resolve)
        }
        switch phase {
        case .resolving(let resolving):
            if let fallback = resolving.fallbackAt, now >= fallback { tryKnownAddresses(at: now, &actions) }
        case .waiting(let waiting):
            if now >= waiting.until { beginRound(at: now, &actions) }
        case .attempting(var attempt):
            if let probeAt = attempt.probeAt, now >= probeAt {
                attempt.probeAt = now + settings.probeInterval
                phase = .attempting(attempt)
                actions.append(.probe(handle: attempt.handle))
            }
        case .syncing(let link):
            if let retryAt = link.retryAt, now >= retryAt { sync(link, &actions) }
        case .regaining(let regaining):
            if now >= regaining.until {
                let retiring = Retiring(
                    handle: regaining.handle, address: regaining.address, wasAdmitted: regaining.wasAdmitted
                )
                retire(retiring, &actions)
            }
        case .idle, .connected, .retiring, .closing, .failed:
            break
        }
        return actions
    }

    private mutating func endLeases(_ actions: inout [Action]) {
        session?.leasesHold = false
        // What was never connected in this session has no leases to lose.
        if case .disconnected = published { publish(.disconnected(leasesHold: false), &actions) }
    }

    private mutating func giveUpSession(_ actions: inout [Action]) {
        loseSession(&actions)
        let handle: Int
        switch phase {
        case .attempting(let attempt): handle = attempt.handle
        case .regaining(let regaining): handle = regaining.handle
        case .retiring(var retiring):
            retiring.sessionEnded = true
            phase = .retiring(retiring)
            return
        case .idle, .resolving, .waiting, .syncing, .connected, .closing, .failed:
            return
        }
        // Should it be connected by now, closing it ends the session, as was just published.
        phase = .closing(Closing(handle: handle, next: .nextAddress))
        actions.append(.close(handle: handle))
    }
}
