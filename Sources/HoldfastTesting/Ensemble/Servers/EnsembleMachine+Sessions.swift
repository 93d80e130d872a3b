internal import HoldfastZooKeeper

// The sessions, which the leader keeps.
extension EnsembleMachine {
    /// The timeout that servers grant: from 2 to 20 ticks.
    func negotiated(_ timeout: Duration) -> Duration {
        min(max(timeout, options.tickTime * 2), options.tickTime * 20)
    }

    mutating func openSession(_ id: Int64, _ timeout: Duration, _ origin: Origin, at leader: Int) {
        propose(at: leader, origin: origin) { head, zxid, time in
            let body = LogEntry.Body.openSession(id: id, timeout: timeout)
            _ = head.apply(LogEntry(zxid: zxid, time: time, body: body, origin: nil))
            return body
        }
        servers[leader].leadership?.owners[id] = origin.connection
        touch(id, timeout, at: leader)
    }

    mutating func resumeSession(_ id: Int64, _ origin: Origin, at leader: Int) {
        guard let leadership = servers[leader].leadership else { return }
        var timeout = leadership.head.sessions[id]
        if leadership.closing.contains(id) { timeout = nil }
        if let timeout {
            servers[leader].leadership?.owners[id] = origin.connection
            touch(id, timeout, at: leader)
        }
        if origin.server == leader {
            sessionResumed(id, timeout, origin)
        } else if let term = leadership.followers[origin.server]?.term {
            send(.sessionResumed(id, timeout: timeout, origin), from: leader, to: origin.server, term: term)
        }
    }

    mutating func sessionResumed(_ id: Int64, _ timeout: Duration?, _ origin: Origin) {
        guard connections[origin.connection]?.isOpenAtServer == true else { return }
        if let timeout {
            grant(id, timeout, on: origin.connection)
        } else {
            send(.expired, on: origin.connection)
        }
    }

    mutating func grant(_ id: Int64, _ timeout: Duration, on connection: Int) {
        guard connections[connection]?.isOpenAtServer == true else { return }
        connections[connection]?.session = id
        send(.granted(session: id, timeout: timeout), on: connection)
    }

    /// Ends a session: its ephemeral nodes go with it, all under one zxid.
    mutating func closeSession(_ id: Int64, _ origin: Origin?, at leader: Int) {
        guard let leadership = servers[leader].leadership, leadership.head.sessions[id] != nil else { return }
        servers[leader].leadership?.closing.insert(id)
        servers[leader].leadership?.expiries[id] = nil
        propose(at: leader, origin: origin) { head, zxid, time in
            let body = LogEntry.Body.closeSession(id: id)
            _ = head.apply(LogEntry(zxid: zxid, time: time, body: body, origin: nil))
            return body
        }
    }

    // MARK: Time

    /// The session was heard of.
    mutating func touch(_ id: Int64, at leader: Int) {
        guard let timeout = servers[leader].leadership?.head.sessions[id] else { return }
        touch(id, timeout, at: leader)
    }

    mutating func touch(_ id: Int64, _ timeout: Duration, at leader: Int) {
        guard let leadership = servers[leader].leadership, !leadership.closing.contains(id) else { return }
        // The leader looks once a tick, so that a session lives up to a tick longer than its timeout.
        let ticks = (now + timeout).wholeNanoseconds / options.tickTime.wholeNanoseconds + 1
        let end = options.tickTime * Int(ticks)
        servers[leader].leadership?.expiries[id] = end
        if leadership.expiryCheckAt.map({ $0 > end }) ?? true { armExpiryCheck(leader, at: end) }
    }

    private mutating func armExpiryCheck(_ leader: Int, at moment: Duration) {
        guard let term = servers[leader].term else { return }
        servers[leader].leadership?.expiryCheckAt = moment
        schedule(.expiryCheck(server: leader, term: term), at: moment)
    }

    mutating func checkExpiries(_ leader: Int) {
        guard let leadership = servers[leader].leadership else { return }
        servers[leader].leadership?.expiryCheckAt = nil
        for id in leadership.expiries.keys.sorted() {
            guard let end = leadership.expiries[id], end <= now else { continue }
            closeSession(id, nil, at: leader)
        }
        if let next = servers[leader].leadership?.expiries.values.min() { armExpiryCheck(leader, at: next) }
    }

    /// A server heard of a session: it tells the leader, though not of every single request.
    mutating func heard(of session: Int64, at server: Int) {
        switch servers[server].role {
        case .leading:
            touch(session, at: server)
        case .following(let leader, let term):
            if let last = servers[server].touches[session], now - last < options.tickTime / 2 { return }
            servers[server].touches[session] = now
            send(.touch(session), from: server, to: leader, term: term)
        case .down, .looking:
            break
        }
    }

    // MARK: Containers and times to live

    /// How often the leader looks for containers and nodes whose time is over.
    private static let mortalInterval = Duration.seconds(60)

    mutating func considerMortals(_ leader: Int) {
        guard let leadership = servers[leader].leadership, leadership.isReady, !leadership.checksMortals,
            !leadership.head.mortals.isEmpty, let term = servers[leader].term
        else { return }
        servers[leader].leadership?.checksMortals = true
        schedule(.mortalCheck(server: leader, term: term), after: Self.mortalInterval)
    }

    mutating func checkMortals(_ leader: Int) {
        servers[leader].leadership?.checksMortals = false
        let tree = servers[leader].tree
        for path in tree.mortals.sorted(by: ZNodePath.inOrder) {
            guard let node = tree.nodes[path], node.children.isEmpty, isOver(node) else { continue }
            propose(at: leader, origin: nil) { head, zxid, time in
                let write = WriteRequest(operations: [.delete(path, version: nil)], isTransaction: false)
                return head.decide(write, session: 0, zxid: zxid, time: time)
            }
        }
        considerMortals(leader)
    }

    private func isOver(_ node: TreeNode) -> Bool {
        switch NodeKind(ephemeralOwner: node.owner) {
        case .container: node.creations > 0
        case .timeToLive(let time): wallClock - node.mtime > time.wholeMilliseconds
        case .persistent, .ephemeral: false
        }
    }
}
