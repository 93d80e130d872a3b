internal import HoldfastZooKeeper

// How what the leader decides becomes what every server has.
extension EnsembleMachine {
    /// Decides on something, and proposes it to those who follow.
    mutating func propose(
        at leader: Int, origin: Origin?, _ decide: (inout DataTree, _ zxid: Int64, _ time: Int64) -> LogEntry.Body
    ) {
        guard var leadership = servers[leader].leadership else { return }
        // Only one holder of the tree may be left, or changing it would copy it.
        servers[leader].leadership = nil
        leadership.lastZxid += 1
        let time = wallClock
        let body = decide(&leadership.head, leadership.lastZxid, time)
        let followers = leadership.followers
        let entry = LogEntry(zxid: leadership.lastZxid, time: time, body: body, origin: origin)
        servers[leader].leadership = leadership
        servers[leader].tail.append(entry)
        for follower in followers.keys.sorted() {
            guard let term = followers[follower]?.term else { continue }
            send(.propose(entry), from: leader, to: follower, term: term)
        }
        advanceCommit(leader)
    }

    /// The leader's clock, in milliseconds since 1970.
    var wallClock: Int64 { options.startOfTime + now.wholeMilliseconds }

    /// Commits what a majority has logged.
    mutating func advanceCommit(_ leader: Int) {
        guard let leadership = servers[leader].leadership, leadership.isReady else { return }
        var logged = leadership.followers.values.map(\.acknowledged)
        logged.append(servers[leader].lastLogged)
        logged.sort(by: >)
        let quorum = majority(with: leader)
        guard logged.count >= quorum else { return }
        let zxid = logged[quorum - 1]
        guard zxid > leadership.committed else { return }
        servers[leader].leadership?.committed = zxid
        for follower in leadership.followers.keys.sorted() {
            guard let term = leadership.followers[follower]?.term else { continue }
            send(.commit(zxid: zxid), from: leader, to: follower, term: term)
        }
        learned(.commit(zxid: zxid), at: leader)
        answerSyncs(leader)
    }

    private mutating func answerSyncs(_ leader: Int) {
        guard let leadership = servers[leader].leadership else { return }
        let due = leadership.syncs.prefix { $0.after <= leadership.committed }
        guard !due.isEmpty else { return }
        servers[leader].leadership?.syncs.removeFirst(due.count)
        for sync in due { answerSync(sync.origin, leader) }
    }

    private mutating func answerSync(_ origin: Origin, _ leader: Int) {
        if origin.server == leader {
            learned(.synced(origin), at: leader)
        } else if let term = servers[leader].leadership?.followers[origin.server]?.term {
            send(.synced(origin), from: leader, to: origin.server, term: term)
        }
    }

    /// A server is to catch up with everything that was proposed before it asked.
    mutating func requestSync(_ origin: Origin, at leader: Int) {
        guard let leadership = servers[leader].leadership else { return }
        let last = servers[leader].lastLogged
        if last <= leadership.committed {
            answerSync(origin, leader)
        } else {
            servers[leader].leadership?.syncs.append((last, origin))
        }
    }

    // MARK: Followers

    mutating func receive(_ message: PeerMessage, from: Int, at server: Int) {
        switch message {
        case .write(let write, let session, let origin): decide(write, session: session, origin, at: server)
        case .openSession(let id, let timeout, let origin): openSession(id, timeout, origin, at: server)
        case .resumeSession(let id, let origin): resumeSession(id, origin, at: server)
        case .closeSession(let id, let origin): closeSession(id, origin, at: server)
        case .touch(let session): touch(session, at: server)
        case .sync(let origin): requestSync(origin, at: server)
        case .acknowledge(let zxid):
            servers[server].leadership?.followers[from]?.acknowledged = zxid
            advanceCommit(server)
        case .propose(let entry):
            servers[server].tail.append(entry)
            if let term = servers[server].term {
                send(.acknowledge(zxid: entry.zxid), from: server, to: from, term: term)
            }
        case .commit(let zxid): learned(.commit(zxid: zxid), at: server)
        case .synced(let origin): learned(.synced(origin), at: server)
        case .sessionResumed(let id, let timeout, let origin): sessionResumed(id, timeout, origin)
        }
    }

    /// Carries out what a server learned of, now or as late as it lags, and never out of order.
    private mutating func learned(_ application: Application, at server: Int) {
        guard let term = servers[server].term else { return }
        let moment = max(servers[server].lastApplication, now + servers[server].lag)
        guard moment > now || servers[server].applicationsDue > 0 else {
            apply(application, at: server)
            return
        }
        servers[server].lastApplication = moment
        servers[server].applicationsDue += 1
        schedule(.apply(server: server, term: term, application), at: moment)
    }

    mutating func apply(_ application: Application, at server: Int) {
        switch application {
        case .commit(let zxid):
            while let entry = servers[server].tail.first, entry.zxid <= zxid {
                servers[server].tail.removeFirst()
                apply(entry, at: server)
            }
        case .synced(let origin):
            answer(origin, .done)
        }
    }

    private mutating func apply(_ entry: LogEntry, at server: Int) {
        let applied = servers[server].tree.apply(entry)
        for trigger in applied.triggers { fire(trigger, at: server) }
        observe(entry, applied.triggers, at: server)
        if let origin = entry.origin, origin.server == server {
            if case .openSession(let id, let timeout) = entry.body {
                grant(id, timeout, on: origin.connection)
            } else {
                answer(origin, applied.answer)
            }
        }
        guard case .closeSession(let id) = entry.body else { return }
        servers[server].touches[id] = nil
        for connection in servers[server].connections where connections[connection]?.session == id {
            dropAtServer(connection)
        }
    }
}
