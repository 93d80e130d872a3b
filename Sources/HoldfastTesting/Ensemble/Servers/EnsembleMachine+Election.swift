internal import HoldfastZooKeeper

// Who leads, who follows, and how they lose each other.
extension EnsembleMachine {
    /// Something changed that may let a server that seeks a leader find one.
    mutating func considerElection() {
        guard !isElectionDue, own.contains(where: { servers[$0].role == .looking && !servers[$0].isHung }) else {
            return
        }
        isElectionDue = true
        schedule(.election, after: draw(options.electionTime))
    }

    /// - Parameter instantly: for servers that begin: they have caught up before anybody looks.
    mutating func elect(instantly: Bool = false) {
        joinPresentLeaders()
        let looking = own.filter { servers[$0].role == .looking && !servers[$0].isHung }
        for candidate in looking where servers[candidate].role == .looking {
            let group = looking.filter { $0 == candidate || !network.isBlocked(.server(candidate), .server($0)) }
            guard group.count >= majority,
                let winner = group.max(by: { isBehind($0, $1) })
            else { continue }
            lead(winner, followedBy: group.filter { $0 != winner }, instantly: instantly)
            return
        }
    }

    private func isBehind(_ one: Int, _ other: Int) -> Bool {
        let (left, right) = (servers[one], servers[other])
        return (left.epoch, left.lastLogged, Int64(one)) < (right.epoch, right.lastLogged, Int64(other))
    }

    /// Several servers may take themselves for the leader: one of them was deposed, and does not know it yet.
    private mutating func joinPresentLeaders() {
        let leaders = own.filter { servers[$0].leadership != nil && servers[$0].isAwake }
        for leader in leaders.sorted(by: { servers[$0].epoch > servers[$1].epoch }) {
            for server in own where servers[server].role == .looking && !servers[server].isHung {
                guard servers[server].acceptedEpoch <= servers[leader].epoch,
                    !network.isBlocked(.server(leader), .server(server))
                else { continue }
                follow(server, leader, after: draw(options.catchUpTime))
            }
        }
    }

    private mutating func follow(_ server: Int, _ leader: Int, after delay: Duration) {
        lastTerm += 1
        servers[server].role = .following(leader: leader, term: lastTerm)
        servers[server].leaderTerm = servers[leader].term ?? 0
        servers[server].acceptedEpoch = servers[leader].epoch
        servers[server].silentSince = nil
        schedule(.joined(server: server, term: lastTerm), after: delay)
        checkLinks()
    }

    mutating func lead(_ server: Int, followedBy followers: [Int], instantly: Bool) {
        lastTerm += 1
        let epoch = ([server] + followers).map { servers[$0].acceptedEpoch }.reduce(0, max) + 1
        // Whatever it has logged is committed now: a majority has it, or nobody ever heard that it was refused.
        while let entry = servers[server].tail.first {
            servers[server].tail.removeFirst()
            let applied = servers[server].tree.apply(entry)
            observe(entry, applied.triggers, at: server)
        }
        servers[server].epoch = epoch
        servers[server].acceptedEpoch = epoch
        servers[server].role = .leading(term: lastTerm)
        servers[server].leadership = Leadership(
            epoch: epoch, head: servers[server].tree, lastZxid: epoch << 32, committed: servers[server].tree.zxid
        )
        for follower in followers { follow(follower, server, after: instantly ? .zero : draw(options.catchUpTime)) }
        if instantly {
            for follower in followers { joined(follower) }
        }
        becomeReadyIfFollowed(server)
    }

    /// A server has what its leader has, and follows it from now on.
    mutating func joined(_ server: Int) {
        guard case .following(let leader, let term) = servers[server].role,
            servers[leader].leadership?.followers[server]?.term != term
        else { return }
        guard let leadership = servers[leader].leadership, servers[leader].isAwake,
            !network.isBlocked(.server(leader), .server(server))
        else {
            seekLeader(server)
            return
        }
        servers[server].epoch = leadership.epoch
        servers[server].tree = servers[leader].tree
        servers[server].tail = servers[leader].tail
        servers[server].lastApplication = now
        servers[server].applicationsDue = 0
        let logged = servers[server].lastLogged
        servers[leader].leadership?.followers[server] = Leadership.Follower(term: term, acknowledged: logged)
        servers[server].isServing = leadership.isReady
        // What the leader has committed and, lagging, not applied yet.
        send(.commit(zxid: leadership.committed), from: leader, to: server, term: term)
        becomeReadyIfFollowed(leader)
        advanceCommit(leader)
    }

    private mutating func becomeReadyIfFollowed(_ leader: Int) {
        guard let leadership = servers[leader].leadership, !leadership.isReady,
            leadership.followers.count + 1 >= majority(with: leader)
        else { return }
        servers[leader].leadership?.isReady = true
        servers[leader].isServing = true
        for follower in leadership.followers.keys { servers[follower].isServing = true }
        for session in leadership.head.sessions.keys.sorted() { touch(session, at: leader) }
        considerMortals(leader)
        considerElection()
    }

    /// A server is without a leader: it serves nobody, and seeks one.
    mutating func seekLeader(_ server: Int) {
        guard servers[server].isRunning, servers[server].role != .looking else { return }
        leaveRole(server)
        servers[server].role = .looking
        considerElection()
    }

    /// Ends what a server was, and tells those who can hear it.
    mutating func leaveRole(_ server: Int) {
        let (role, leadership) = (servers[server].role, servers[server].leadership)
        servers[server].leadership = nil
        servers[server].isServing = false
        servers[server].silentSince = nil
        servers[server].touches = [:]
        servers[server].applicationsDue = 0
        for connection in servers[server].connections { closeAtServer(connection) }
        servers[server].connections = []
        servers[server].watches = [:]
        servers[server].role = .down
        if case .following(let leader, let term) = role {
            if network.isBlocked(.server(server), .server(leader)) {
                schedule(.silenceEnds(follower: server, leader: leader, term: term), after: options.silenceLimit)
            } else if servers[leader].term == servers[server].leaderTerm, servers[leader].isAwake {
                // Who hangs finds out when it goes on, and serves the past until it has looked.
                dropFollower(server, of: leader)
            }
        }
        guard leadership != nil else { return }
        for follower in servers.indices {
            guard case .following(server, let term) = servers[follower].role,
                !network.isBlocked(.server(server), .server(follower))
            else { continue }
            schedule(.leaderLost(server: follower, term: term), after: draw(options.serverDelay))
        }
    }

    private mutating func dropFollower(_ follower: Int, of leader: Int) {
        guard let term = servers[leader].term, servers[leader].leadership != nil else { return }
        servers[leader].leadership?.followers[follower] = nil
        // A leader looks twice in a tick whether a majority still follows.
        schedule(.quorumCheck(server: leader, term: term), after: draw(.zero...(options.tickTime / 2)))
    }

    mutating func checkQuorum(_ leader: Int) {
        guard let leadership = servers[leader].leadership else { return }
        let supporters =
            leadership.isReady
            ? leadership.followers.count : servers.indices.count { servers[$0].leader == leader }
        if supporters + 1 < majority { seekLeader(leader) }
    }

    // MARK: Silence

    /// Notes who no longer hears whom, so that they part after the limit, and who hears whom again.
    mutating func checkLinks() {
        for follower in servers.indices {
            guard case .following(let leader, let term) = servers[follower].role else { continue }
            let hears =
                servers[follower].isAwake && servers[leader].isAwake
                && servers[leader].term == servers[follower].leaderTerm
                && !network.isBlocked(.server(follower), .server(leader))
            if hears {
                servers[follower].silentSince = nil
            } else if servers[follower].silentSince == nil {
                servers[follower].silentSince = now
                schedule(
                    .silenceEnds(follower: follower, leader: leader, term: term), after: options.silenceLimit)
            }
        }
    }

    mutating func silenceEnded(_ follower: Int, _ leader: Int, _ term: Int) {
        let follows = servers[follower].role == .following(leader: leader, term: term)
        if follows {
            guard let since = servers[follower].silentSince, now - since >= options.silenceLimit else { return }
        }
        // Who hangs finds out when it goes on.
        if servers[leader].isAwake {
            if servers[leader].leadership?.followers[follower]?.term == term { dropFollower(follower, of: leader) }
            // One that serves looks when it next does, and may be deposed by then; one that does not serve gives up.
            if servers[leader].leadership?.isReady == false { checkQuorum(leader) }
        }
        if follows, servers[follower].isAwake { seekLeader(follower) }
    }

    /// A server that hung goes on: it finds those gone who gave it up meanwhile.
    mutating func checkRelations(of server: Int) {
        switch servers[server].role {
        case .following(let leader, let term):
            let isKnown = servers[leader].leadership?.followers[server]?.term == term
            // Who has not joined yet is not known yet.
            if !isKnown, servers[server].isServing {
                schedule(.leaderLost(server: server, term: term), after: draw(options.serverDelay))
            }
        case .leading:
            for follower in (servers[server].leadership?.followers ?? [:]).keys.sorted() {
                let expected = servers[server].leadership?.followers[follower]?.term
                if servers[follower].leader != server || servers[follower].term != expected {
                    dropFollower(follower, of: server)
                }
            }
        case .down, .looking:
            considerElection()
        }
    }
}
