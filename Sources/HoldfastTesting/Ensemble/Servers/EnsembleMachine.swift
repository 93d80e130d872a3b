internal import HoldfastZooKeeper

/// A whole ensemble with its clients, as one value: told what happens and when, it says what is to be done.
///
/// Servers keep to Zab in what clients can see of it: one leader proposes, a majority that has logged a proposal commits it,
/// each server applies in order and as late as its messages come, and a new leader begins a new epoch with all that it has
/// logged. Where ZooKeeper's own words fit they are used.
struct EnsembleMachine {
    let options: SimulatedEnsemble.Options
    var now: Duration = .zero
    var random: SimulationRandom
    /// The servers of the ensemble, and after them the only one of the stranger.
    var servers: [SimulatedServer]
    var clients: [ClientModel] = []
    var connections: [Int: Connection] = [:]
    var network = Network()
    var faults: [ActiveFault] = []
    var snapshots: [Snapshot] = []
    var observer: ListObserver?
    /// What is to be done, in order: the owner takes it out after each call.
    var effects: [Effect] = []

    var lastConnection = 0
    var lastTerm = 0
    var lastRequest = 0
    var lastSession: Int64 = 0
    var isElectionDue = false
    /// When the last message of a leader and a follower arrives, by sender and receiver.
    var lastToPeer: [Duration]

    init(servers count: Int, options: SimulatedEnsemble.Options, random: SimulationRandom) {
        self.options = options
        self.random = random
        servers = Array(repeating: SimulatedServer(), count: count + 1)
        lastToPeer = Array(repeating: .zero, count: (count + 1) * (count + 1))
        // An ensemble serves from the beginning: a test that wants an election asks for one.
        elect(instantly: true)
        lead(stranger, followedBy: [], instantly: true)
    }

    /// The servers of the ensemble.
    var own: Range<Int> { 0..<stranger }

    /// The server of the ensemble to which clients are misled.
    var stranger: Int { servers.count - 1 }

    var majority: Int { own.count / 2 + 1 }

    /// How many servers have to agree with that one.
    func majority(with server: Int) -> Int { server == stranger ? 1 : majority }

    /// The leader that serves; not one that is deposed and does not know it yet.
    var leader: Int? {
        own.filter { servers[$0].leadership?.isReady == true && servers[$0].isAwake }
            .max { servers[$0].epoch < servers[$1].epoch }
    }

    mutating func takeEffects() -> [Effect] {
        defer { effects.removeAll(keepingCapacity: true) }
        return effects
    }

    // MARK: Events

    mutating func happened(_ event: EnsembleEvent) {
        switch event {
        case .knock(let id): knocked(id, event)
        case .toServer(let id, let message):
            guard let connection = connections[id], connection.isOpenAtServer,
                passes(event, from: .client(connection.client), to: .server(connection.server))
            else { return }
            receive(message, on: id, at: connection.server)
        case .toClient(let id, let message):
            guard let connection = connections[id], connection.isOpenAtClient,
                passes(event, from: .server(connection.server), to: .client(connection.client))
            else { return }
            receive(message, on: id, client: connection.client)
        case .toPeer(let from, let to, let term, let message):
            guard isCurrent(from: from, to: to, term: term), passes(event, from: .server(from), to: .server(to)) else {
                return
            }
            receive(message, from: from, at: to)
        case .election:
            isElectionDue = false
            elect()
        case .silenceEnds(let follower, let leader, let term): silenceEnded(follower, leader, term)
        case .apply(let server, let term, _), .joined(let server, let term), .leaderLost(let server, let term),
            .quorumCheck(let server, let term), .expiryCheck(let server, let term), .mortalCheck(let server, let term):
            guard servers[server].term == term else { return }
            if servers[server].isHung { servers[server].held.append(event) } else { happenedAtServer(event) }
        case .clientTimer, .handleTimer, .reconnect, .retire, .close:
            happenedAtClient(event)
        }
    }

    private mutating func happenedAtServer(_ event: EnsembleEvent) {
        switch event {
        case .apply(let server, _, let application):
            servers[server].applicationsDue -= 1
            apply(application, at: server)
        case .joined(let server, _): joined(server)
        case .leaderLost(let server, _): seekLeader(server)
        case .quorumCheck(let server, _): checkQuorum(server)
        case .expiryCheck(let server, _): checkExpiries(server)
        case .mortalCheck(let server, _): checkMortals(server)
        case .knock, .toServer, .toClient, .toPeer, .election, .silenceEnds, .clientTimer, .handleTimer, .reconnect,
            .retire, .close:
            preconditionFailure("\(event) is no event of a server")
        }
    }

    // MARK: Time and messages

    mutating func schedule(_ event: EnsembleEvent, after delay: Duration) {
        effects.append(.schedule(event, at: now + delay))
    }

    mutating func schedule(_ event: EnsembleEvent, at moment: Duration) {
        effects.append(.schedule(event, at: moment))
    }

    mutating func draw(_ range: ClosedRange<Duration>) -> Duration { random.duration(in: range) }

    /// Whether a message arrives now; else it is kept, and arrives when it can.
    private mutating func passes(_ event: EnsembleEvent, from: Network.Place, to: Network.Place) -> Bool {
        if network.isBlocked(from, to) {
            hold(event, from, to)
            return false
        }
        if case .server(let server) = to, servers[server].isHung {
            servers[server].held.append(event)
            if servers[server].held.count > servers[server].sweepAt { sweepHeld(by: server) }
            return false
        }
        return true
    }

    /// Clients knock at a server that hangs for days, and leave again: without a session, that leaves nothing to be done.
    private mutating func sweepHeld(by server: Int) {
        for id in servers[server].connections {
            if let connection = connections[id], connection.session == nil, !connection.isOpenAtClient {
                connections[id] = nil
            }
        }
        let present = Set(connections.keys)
        servers[server].connections.removeAll { !present.contains($0) }
        servers[server].held.removeAll { $0.connection.map { !present.contains($0) } ?? false }
        servers[server].sweepAt = max(SimulatedServer.fewHeld, servers[server].held.count * 2)
    }

    mutating func hold(_ event: EnsembleEvent, _ from: Network.Place, _ to: Network.Place) {
        let connections = connections
        network.hold(event, from, to) { $0.connection.map { connections[$0] != nil } ?? true }
    }

    mutating func send(_ message: ClientMessage, on id: Int) {
        guard let last = connections[id]?.lastToServer else { return }
        let arrival = max(last + .nanoseconds(1), now + network.clientDelay + draw(options.clientDelay))
        connections[id]?.lastToServer = arrival
        schedule(.toServer(connection: id, message), at: arrival)
    }

    mutating func send(_ message: ServerMessage, on id: Int) {
        guard let last = connections[id]?.lastToClient else { return }
        let arrival = max(last + .nanoseconds(1), now + network.clientDelay + draw(options.clientDelay))
        connections[id]?.lastToClient = arrival
        schedule(.toClient(connection: id, message), at: arrival)
    }

    mutating func send(_ message: PeerMessage, from: Int, to: Int, term: Int) {
        let way = from * servers.count + to
        let arrival = max(lastToPeer[way] + .nanoseconds(1), now + draw(options.serverDelay))
        lastToPeer[way] = arrival
        schedule(.toPeer(from: from, to: to, term: term, message), at: arrival)
    }

    /// Whether the two still are the leader and the follower that they were when the message was sent.
    private func isCurrent(from: Int, to: Int, term: Int) -> Bool {
        if servers[to].role == .following(leader: from, term: term) { return true }
        return servers[to].leadership?.followers[from]?.term == term
    }
}
