internal import HoldfastZooKeeper

// Faults: each is refused when it is impossible, and its end undoes what it did.
extension EnsembleMachine {
    mutating func begin(_ fault: SimulatedFault) throws(SimulatedEnsembleError) {
        guard !faults.contains(where: { $0.fault == fault }) else {
            throw SimulatedEnsembleError(.order, "\(fault) is under way already: end it before it begins again")
        }
        var active = ActiveFault(fault: fault)
        switch fault {
        case .loseLeader:
            active.servers = [try presentLeader(for: fault)]
            kill(active.servers)
        case .kill(let id):
            active.servers = [try runningServer(id, for: fault)]
            kill(active.servers)
        case .hang(let id):
            active.servers = [try awakeServer(id, for: fault)]
            servers[active.servers[0]].isHung = true
            checkLinks()
        case .partitionClient(let id):
            _ = try client(id, for: fault)
        case .partitionServer(let id):
            try requireSeveral(for: fault)
            active.servers = [try server(id, for: fault)]
        case .loseQuorum:
            try requireSeveral(for: fault)
            active.servers = try quorum(for: fault)
            kill(active.servers)
        case .readOnlyMinority(let withLeader):
            try requireSeveral(for: fault)
            active.servers = try minority(withLeader: withLeader, for: fault)
        case .refuse(let id):
            active.servers = [try server(id, for: fault)]
            for connection in servers[active.servers[0]].connections { dropAtServer(connection) }
        case .delay(let milliseconds):
            try require(milliseconds, for: fault)
        case .lag(let id, let milliseconds):
            try require(milliseconds, for: fault)
            active.servers = [try server(id, for: fault)]
        case .mislead(let id):
            guard !clients[try client(id, for: fault)].isStrangers else {
                throw SimulatedEnsembleError(.order, "\(fault): client \(id) is the stranger's own")
            }
        case .expireSession, .cut, .loseReply, .wipe, .restore:
            try beginMomentary(fault)
        }
        if !fault.isMomentary { faults.append(active) }
        if case .mislead(let id) = fault { reroute(id - 1) }
        applyFaults()
    }

    mutating func end(_ fault: SimulatedFault) throws(SimulatedEnsembleError) {
        guard !fault.isMomentary else { return }
        guard let index = faults.firstIndex(where: { $0.fault == fault }) else {
            throw SimulatedEnsembleError(.order, "\(fault) is not under way, so that it cannot end")
        }
        let active = faults.remove(at: index)
        switch fault {
        case .loseLeader, .kill, .loseQuorum:
            for server in active.servers where !servers[server].isRunning { start(server) }
        case .hang:
            for server in active.servers where servers[server].isHung { resume(server) }
        case .mislead(let id):
            reroute(id - 1)
        case .partitionClient, .partitionServer, .readOnlyMinority, .refuse, .delay, .lag, .expireSession, .cut,
            .loseReply, .wipe, .restore:
            break
        }
        applyFaults()
    }

    /// The server to which an address leads a client.
    func destination(of client: Int, at address: Int) -> Int {
        let isMisled = clients[client].isStrangers || faults.contains { $0.fault == .mislead(client: client + 1) }
        return isMisled ? stranger : address
    }

    /// The addresses that a client knows belong to other servers from now on: what it has is reset, and what it is about to get is
    /// theirs.
    private mutating func reroute(_ client: Int) {
        guard let handle = clients[client].handle, let link = handle.link else { return }
        if connections[link]?.isOpenAtServer == true {
            dropAtServer(link)
        } else {
            let server = destination(of: client, at: handle.server)
            connections[link]?.server = server
        }
    }

    func isRefusing(_ server: Int) -> Bool { faults.contains { $0.fault == .refuse(server: server + 1) } }

    private mutating func beginMomentary(_ fault: SimulatedFault) throws(SimulatedEnsembleError) {
        switch fault {
        case .expireSession(let id):
            let leader = try presentLeader(for: fault)
            guard let session = clients[try client(id, for: fault)].session,
                servers[leader].leadership?.head.sessions[session] != nil
            else { throw SimulatedEnsembleError(.notConnected, "\(fault): client \(id) has no session to lose") }
            closeSession(session, nil, at: leader)
        case .cut(let id):
            let client = try client(id, for: fault)
            guard let link = clients[client].handle?.link, connections[link]?.isOpenAtServer == true else {
                throw SimulatedEnsembleError(.notConnected, "\(fault): client \(id) has no connection to cut")
            }
            dropAtServer(link)
        case .loseReply(let id):
            clients[try client(id, for: fault)].losesNextAnswer = true
        case .wipe:
            replaceDisks(with: Snapshot(tree: DataTree(), epoch: 0))
            observeNewPast(.wipe, DataTree())
        case .restore(let number):
            guard snapshots.indices.contains(number - 1) else {
                throw SimulatedEnsembleError(
                    .unknown, "\(fault): \(snapshots.count) snapshots were taken, and there is no number \(number)")
            }
            replaceDisks(with: snapshots[number - 1])
            observeNewPast(.restore(snapshot: number), snapshots[number - 1].tree)
        case .loseLeader, .kill, .hang, .partitionClient, .partitionServer, .loseQuorum, .readOnlyMinority, .refuse,
            .delay, .lag, .mislead:
            preconditionFailure("\(fault) is not over at once")
        }
    }

    /// Sets what follows from all faults together.
    private mutating func applyFaults() {
        var ways: Set<Network.Way> = []
        var delay = Duration.zero
        var lags = Array(repeating: Duration.zero, count: servers.count)
        for active in faults {
            switch active.fault {
            case .partitionClient(let id):
                for server in servers.indices { ways.insert(.init(one: .client(id - 1), other: .server(server))) }
            case .partitionServer, .readOnlyMinority:
                for one in active.servers {
                    for other in servers.indices where !active.servers.contains(other) {
                        ways.insert(.init(one: .server(one), other: .server(other)))
                    }
                }
            case .delay(let milliseconds): delay += .milliseconds(milliseconds)
            case .lag(let id, let milliseconds): lags[id - 1] += .milliseconds(milliseconds)
            case .loseLeader, .kill, .hang, .loseQuorum, .refuse, .expireSession, .cut, .loseReply, .wipe, .restore,
                .mislead:
                break
            }
        }
        network.clientDelay = delay
        for server in servers.indices { servers[server].lag = lags[server] }
        guard ways != network.blocked else { return }
        for event in network.block(ways) { happened(event) }
        checkLinks()
        considerElection()
    }

    // MARK: Servers

    private mutating func kill(_ victims: [Int]) {
        for server in victims {
            servers[server].isHung = false
            servers[server].held = []
            leaveRole(server)
        }
        checkLinks()
    }

    private mutating func start(_ server: Int) {
        servers[server].role = .looking
        checkLinks()
        considerElection()
    }

    private mutating func resume(_ server: Int) {
        servers[server].isHung = false
        checkLinks()
        let held = servers[server].held
        servers[server].held = []
        for event in held { happened(event) }
        checkRelations(of: server)
    }

    /// Kills all servers that run, puts the same on all disks, and starts them again.
    private mutating func replaceDisks(with snapshot: Snapshot) {
        let running = own.filter { servers[$0].isRunning }
        kill(running)
        for server in own {
            servers[server].tree = snapshot.tree
            servers[server].tail = []
            servers[server].epoch = snapshot.epoch
            servers[server].acceptedEpoch = snapshot.epoch
        }
        for server in running { start(server) }
    }

    mutating func takeSnapshot() throws(SimulatedEnsembleError) -> Int {
        guard let leader else {
            throw SimulatedEnsembleError(.noLeader, "a snapshot is taken of what the leader has, and no server leads")
        }
        snapshots.append(Snapshot(tree: servers[leader].tree, epoch: servers[leader].epoch))
        observe(.snapshot(snapshots.count), servers[leader].tree)
        return snapshots.count
    }

    // MARK: What is possible

    private func server(_ id: Int, for fault: SimulatedFault) throws(SimulatedEnsembleError) -> Int {
        guard own.contains(id - 1) else {
            throw SimulatedEnsembleError(.unknown, "\(fault): the servers are 1 to \(own.count)")
        }
        return id - 1
    }

    private func runningServer(_ id: Int, for fault: SimulatedFault) throws(SimulatedEnsembleError) -> Int {
        let server = try server(id, for: fault)
        guard servers[server].isRunning else {
            throw SimulatedEnsembleError(.serverIsDown, "\(fault): server \(id) does not run")
        }
        return server
    }

    private func awakeServer(_ id: Int, for fault: SimulatedFault) throws(SimulatedEnsembleError) -> Int {
        let server = try runningServer(id, for: fault)
        guard servers[server].isAwake else {
            throw SimulatedEnsembleError(.serverIsDown, "\(fault): server \(id) hangs already")
        }
        return server
    }

    private func client(_ id: Int, for fault: SimulatedFault) throws(SimulatedEnsembleError) -> Int {
        guard clients.indices.contains(id - 1) else {
            throw SimulatedEnsembleError(
                .unknown, "\(fault): \(clients.count) clients were made, and \(id) is none of them")
        }
        return id - 1
    }

    private func presentLeader(for fault: SimulatedFault) throws(SimulatedEnsembleError) -> Int {
        guard let leader else { throw SimulatedEnsembleError(.noLeader, "\(fault): no server leads at the moment") }
        return leader
    }

    private func requireSeveral(for fault: SimulatedFault) throws(SimulatedEnsembleError) {
        guard own.count > 1 else {
            throw SimulatedEnsembleError(.tooFewServers, "\(fault): one server has no others, so that it cannot be")
        }
    }

    private func require(_ milliseconds: Int, for fault: SimulatedFault) throws(SimulatedEnsembleError) {
        guard milliseconds > 0 else { throw SimulatedEnsembleError(.range, "\(fault): it takes 1 ms or more") }
    }

    /// So many running servers, the leader first, that no majority is left without them.
    private func quorum(for fault: SimulatedFault) throws(SimulatedEnsembleError) -> [Int] {
        let running = ordered.filter { servers[$0].isRunning }
        let tooMany = running.count - majority + 1
        guard tooMany > 0 else { throw SimulatedEnsembleError(.serverIsDown, "\(fault): there is no quorum to lose") }
        return Array(running.prefix(tooMany))
    }

    private func minority(withLeader: Bool, for fault: SimulatedFault) throws(SimulatedEnsembleError) -> [Int] {
        let size = own.count - majority
        guard size > 0 else {
            throw SimulatedEnsembleError(.tooFewServers, "\(fault): of two servers neither is a minority")
        }
        let candidates = try withLeader ? [presentLeader(for: fault)] + ordered : ordered.reversed()
        return Array(candidates.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }.prefix(size))
    }

    /// The servers, the leader first.
    private var ordered: [Int] {
        guard let leader else { return Array(own) }
        return [leader] + own.filter { $0 != leader }
    }
}
