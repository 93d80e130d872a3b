// What the library reports of the session.
extension SessionMachine {
    /// A server granted or resumed the session. It may come without a loss before it: then it is a new connection all
    /// the same.
    package mutating func connected(_ handle: Int, connection: Int, _ grant: SessionGrant, at now: Duration) -> [Action]
    {
        var actions: [Action] = []
        guard let (present, address) = presentHandle, present == handle else { return actions }
        var link = Link(handle: handle, address: address, connection: connection)
        switch phase {
        case .retiring(var retiring):
            link.wasAdmitted = retiring.wasAdmitted
            // Its allowance is used up, should it be spared.
            link.regainBy = now
            retiring.regained = link
            if !retiring.sessionEnded { session = Session(grant: grant, leasesHold: session?.leasesHold ?? true) }
            phase = .retiring(retiring)
            return actions
        case .regaining(let regaining):
            link.wasAdmitted = regaining.wasAdmitted
            link.regainBy = regaining.until
        case .syncing(let former):
            link.wasAdmitted = former.wasAdmitted
            link.regainBy = former.regainBy
            link.closesAtLoss = former.closesAtLoss
        case .connected(let former):
            link.wasAdmitted = true
            link.closesAtLoss = former.closesAtLoss
            publish(.disconnected(leasesHold: true), &actions)
        case .attempting, .idle, .resolving, .waiting, .closing, .failed:
            break
        }
        session = Session(grant: grant, leasesHold: session?.leasesHold ?? true)
        sync(link, &actions)
        return actions
    }

    /// - Parameter wasUsed: whether an operation was answered on the connection.
    package mutating func connectionLost(_ handle: Int, wasUsed: Bool = true, at now: Duration) -> [Action] {
        var actions: [Action] = []
        switch phase {
        case .connected(let link) where link.handle == handle:
            session?.unconnectedSince = now
            session?.leasesHold = true
            publish(.disconnected(leasesHold: true), &actions)
            connectionEnded(link, wasUsed: wasUsed, at: now)
            if link.closesAtLoss {
                phase = .retiring(Retiring(handle: handle, address: link.address, wasAdmitted: true))
            } else {
                let until = now + settings.regainAllowance
                phase = .regaining(Regaining(handle: handle, address: link.address, until: until, wasAdmitted: true))
            }
        case .syncing(let link) where link.handle == handle:
            session?.unconnectedSince = now
            connectionEnded(link, wasUsed: false, at: now)
            // A connection that never counted does not renew the allowance, or a server that drops us again and again
            // would keep us from the others.
            let until = link.regainBy ?? now + settings.regainAllowance
            if link.closesAtLoss {
                phase = .retiring(Retiring(handle: handle, address: link.address, wasAdmitted: link.wasAdmitted))
            } else if now >= until {
                retire(Retiring(handle: handle, address: link.address, wasAdmitted: link.wasAdmitted), &actions)
            } else {
                phase = .regaining(
                    Regaining(handle: handle, address: link.address, until: until, wasAdmitted: link.wasAdmitted)
                )
            }
        case .retiring(var retiring) where retiring.handle == handle:
            if retiring.regained != nil { session?.unconnectedSince = now }
            retiring.regained = nil
            phase = .retiring(retiring)
        case .idle, .resolving, .waiting, .attempting, .syncing, .connected, .regaining, .retiring, .closing, .failed:
            break
        }
        return actions
    }

    package mutating func sessionExpired(_ handle: Int, at now: Duration) -> [Action] {
        var actions: [Action] = []
        guard let (present, address) = presentHandle, present == handle else { return actions }
        // A server that refuses even a new session is as good as none.
        let next: Closing.Next = session == nil ? .nextAddress : .sameServer(address)
        loseSession(&actions)
        if case .retiring(var retiring) = phase {
            retiring.sessionEnded = true
            phase = .retiring(retiring)
        } else {
            phase = .closing(Closing(handle: handle, next: next))
            actions.append(.close(handle: handle))
        }
        return actions
    }

    mutating func authenticationFailed(_ handle: Int, at now: Duration) -> [Action] {
        var actions: [Action] = []
        guard let (present, _) = presentHandle, present == handle else { return actions }
        publish(.failed(.authenticationFailed), &actions)
        phase = .failed
        return actions
    }

    package mutating func synced(_ number: Int, at now: Duration) -> [Action] {
        var actions: [Action] = []
        guard case .syncing(var link) = phase, link.syncNumber == number, let grant = session?.grant else {
            return actions
        }
        link.wasAdmitted = true
        link.admittedAt = now
        link.regainBy = nil
        phase = .connected(link)
        round.failed = 0
        round.lost = nil
        session?.leasesHold = true
        ordinal += 1
        actions.append(.admit(handle: link.handle, connection: link.connection))
        let connection = SessionConnection(
            sessionID: grant.credentials.id, negotiatedTimeout: grant.timeout, ordinal: ordinal
        )
        publish(.connected(connection), &actions)
        if !allowed.contains(link.address) { leave(link, at: now, &actions) }
        return actions
    }

    /// The server did not catch up. With the connection gone an event says so; else it is asked again.
    package mutating func syncFailed(_ number: Int, at now: Duration) -> [Action] {
        guard case .syncing(var link) = phase, link.syncNumber == number else { return [] }
        link.retryAt = now + settings.syncRetry
        phase = .syncing(link)
        return []
    }

    mutating func loseSession(_ actions: inout [Action]) {
        guard let lost = session else { return }
        session = nil
        publish(.lost(sessionID: lost.grant.credentials.id), &actions)
    }

    /// The handle that is alive, and its address.
    private var presentHandle: (Int, ServerAddress)? {
        switch phase {
        case .attempting(let attempt): (attempt.handle, attempt.address)
        case .syncing(let link), .connected(let link): (link.handle, link.address)
        case .regaining(let regaining): (regaining.handle, regaining.address)
        case .retiring(let retiring): (retiring.handle, retiring.address)
        case .idle, .resolving, .waiting, .closing, .failed: nil
        }
    }
}
