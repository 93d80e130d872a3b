internal import HoldfastZooKeeper

// What servers do with what clients send.
extension EnsembleMachine {
    /// A client asks for a network connection. A server that hangs still gets one from its kernel.
    mutating func knocked(_ id: Int, _ event: EnsembleEvent) {
        guard let connection = connections[id], connection.isOpenAtClient else { return }
        let (client, server) = (Network.Place.client(connection.client), Network.Place.server(connection.server))
        if network.isBlocked(client, server) {
            hold(event, client, server)
            return
        }
        guard servers[connection.server].isRunning, !isRefusing(connection.server) else {
            send(.refused, on: id)
            return
        }
        connections[id]?.isOpenAtServer = true
        servers[connection.server].connections.append(id)
        send(.accepted, on: id)
    }

    mutating func receive(_ message: ClientMessage, on id: Int, at server: Int) {
        switch message {
        case .connect(let session, let timeout, let lastZxid):
            connect(session, timeout, lastZxid, on: id, at: server)
        case .request(let number, let kind):
            if let session = connections[id]?.session { request(number, kind, session, on: id, at: server) }
        case .closed:
            forgetAtServer(id)
        }
    }

    private mutating func connect(
        _ session: Int64?, _ timeout: Duration, _ lastZxid: Int64, on id: Int, at server: Int
    ) {
        // A server that does not serve, or that is behind what the client has seen, turns it away.
        guard servers[server].isServing, lastZxid <= servers[server].tree.zxid else {
            dropAtServer(id)
            return
        }
        let origin = Origin(server: server, connection: id, request: 0)
        if let session {
            tellLeader(.resumeSession(session, origin), of: server)
        } else {
            lastSession += 1
            let session = Int64(server + 1) << 56 | lastSession
            tellLeader(.openSession(session, timeout: negotiated(timeout), origin), of: server)
        }
    }

    private mutating func request(
        _ number: Int, _ kind: ClientRequest, _ session: Int64, on id: Int, at server: Int
    ) {
        let origin = Origin(server: server, connection: id, request: number)
        connections[id]?.unanswered.append(ServerRequest(id: number, kind: kind))
        switch kind {
        case .read, .ping, .setWatches, .removeWatch:
            heard(of: session, at: server)
        case .write(let write):
            tellLeader(.write(write, session: session, origin), of: server)
        case .sync:
            heard(of: session, at: server)
            tellLeader(.sync(origin), of: server)
        case .closeSession:
            tellLeader(.closeSession(session, origin), of: server)
        }
        answerInOrder(id, at: server)
    }

    private mutating func tellLeader(_ message: PeerMessage, of server: Int) {
        switch servers[server].role {
        case .leading: receive(message, from: server, at: server)
        case .following(let leader, let term): send(message, from: server, to: leader, term: term)
        case .down, .looking: break
        }
    }

    /// The leader decides on a write.
    mutating func decide(_ write: WriteRequest, session: Int64, _ origin: Origin, at leader: Int) {
        guard let leadership = servers[leader].leadership else { return }
        var refusal: ZooKeeperError.Code?
        if leadership.head.sessions[session] == nil {
            refusal = .sessionExpired
        } else if let owner = leadership.owners[session], owner != origin.connection {
            refusal = ZooKeeperError.Code(rawValue: Self.sessionMoved)
        } else {
            servers[leader].leadership?.owners[session] = origin.connection
            touch(session, at: leader)
        }
        propose(at: leader, origin: origin) { head, zxid, time in
            if let refusal { return .refused(RequestFailure(code: refusal)) }
            return head.decide(write, session: session, zxid: zxid, time: time)
        }
        considerMortals(leader)
    }

    /// The code for a request on a connection that no longer speaks for its session.
    private static let sessionMoved: Int32 = -118

    // MARK: Answers

    /// A request that went to the leader is decided.
    mutating func answer(_ origin: Origin, _ answer: Answer) {
        guard let index = connections[origin.connection]?.unanswered.firstIndex(where: { $0.id == origin.request })
        else { return }
        connections[origin.connection]?.unanswered[index].answer = answer
        answerInOrder(origin.connection, at: origin.server)
    }

    private mutating func answerInOrder(_ id: Int, at server: Int) {
        while let next = connections[id]?.unanswered.first, connections[id]?.isOpenAtServer == true,
            let answer = answer(to: next, on: id, at: server)
        {
            connections[id]?.unanswered.removeFirst()
            // A server hangs up on who it learns has moved: the leader may have it wrong, and only a new connection tells
            // (ZOOKEEPER-710).
            if case .failed(let failure) = answer, failure.code.rawValue == Self.sessionMoved {
                dropAtServer(id)
                return
            }
            if case .write = next.kind, let client = connections[id]?.client, clients[client].losesNextAnswer {
                clients[client].losesNextAnswer = false
                dropAtServer(id)
                return
            }
            send(.answer(next.id, answer, zxid: servers[server].tree.zxid), on: id)
        }
    }

    /// The answer to a request whose turn it is; nil while the leader has not decided.
    private mutating func answer(to request: ServerRequest, on id: Int, at server: Int) -> Answer? {
        switch request.kind {
        case .read(let read, let path, let arming):
            let answer = servers[server].tree.read(read, at: path)
            if arming { arm(read, path, answer, on: id, at: server) }
            return answer
        case .setWatches(let watches, let since):
            armAgain(watches, since: since, on: id, at: server)
            return .done
        case .removeWatch(let place):
            disarm(place, on: id)
            return .done
        case .ping:
            return .done
        case .write, .sync, .closeSession:
            return request.answer
        }
    }

    // MARK: Watches

    private mutating func arm(_ read: DataTree.Read, _ path: ZNodePath, _ answer: Answer, on id: Int, at server: Int) {
        if case .failed = answer, read != .exists { return }
        arm(WatchPlace(path: path, kind: read == .children ? .children : .node), on: id, at: server)
    }

    private mutating func arm(_ place: WatchPlace, on id: Int, at server: Int) {
        guard connections[id]?.armed.insert(place).inserted == true else { return }
        servers[server].watches[place, default: []].append(id)
    }

    /// Tells of what changed since the client looked last, and arms the rest.
    private mutating func armAgain(_ watches: LibraryWatches, since: Int64, on id: Int, at server: Int) {
        let nodes = servers[server].tree.nodes
        for path in watches.data.sorted(by: ZNodePath.inOrder) {
            if let node = nodes[path], node.mzxid <= since {
                arm(WatchPlace(path: path, kind: .node), on: id, at: server)
            } else {
                send(.event(nodes[path] == nil ? .deleted : .dataChanged, path), on: id)
            }
        }
        for path in watches.absent.sorted(by: ZNodePath.inOrder) {
            if nodes[path] == nil {
                arm(WatchPlace(path: path, kind: .node), on: id, at: server)
            } else {
                send(.event(.created, path), on: id)
            }
        }
        for path in watches.children.sorted(by: ZNodePath.inOrder) {
            if let node = nodes[path], node.pzxid <= since {
                arm(WatchPlace(path: path, kind: .children), on: id, at: server)
            } else {
                send(.event(nodes[path] == nil ? .deleted : .childrenChanged, path), on: id)
            }
        }
    }

    mutating func fire(_ trigger: DataTree.Trigger, at server: Int) {
        var told: [Int] = []
        for kind in WatchPlace.Kind.ended(by: trigger.event) {
            let place = WatchPlace(path: trigger.path, kind: kind)
            for connection in servers[server].watches.removeValue(forKey: place) ?? [] {
                connections[connection]?.armed.remove(place)
                // Who watched both is told once.
                if !told.contains(connection) { told.append(connection) }
            }
        }
        for connection in told { send(.event(trigger.event, trigger.path), on: connection) }
    }

    // MARK: The end of a connection

    /// A server closes a connection that it goes on without.
    mutating func dropAtServer(_ id: Int) {
        guard let server = connections[id]?.server else { return }
        closeAtServer(id)
        servers[server].connections.removeAll { $0 == id }
    }

    /// Closes a connection from the server's side, and lets the client know.
    mutating func closeAtServer(_ id: Int) {
        guard connections[id]?.isOpenAtServer == true else { return }
        disarm(id)
        connections[id]?.isOpenAtServer = false
        connections[id]?.unanswered = []
        if connections[id]?.isOpenAtClient == true {
            send(ServerMessage.closed, on: id)
        } else {
            connections[id] = nil
        }
    }

    /// The client closed a connection.
    private mutating func forgetAtServer(_ id: Int) {
        guard let server = connections[id]?.server else { return }
        disarm(id)
        servers[server].connections.removeAll { $0 == id }
        connections[id] = nil
    }

    private mutating func disarm(_ id: Int) {
        guard let connection = connections[id] else { return }
        for place in connection.armed { disarm(place, on: id) }
    }

    private mutating func disarm(_ place: WatchPlace, on id: Int) {
        guard let server = connections[id]?.server, connections[id]?.armed.remove(place) != nil else { return }
        servers[server].watches[place]?.removeAll { $0 == id }
        if servers[server].watches[place]?.isEmpty == true { servers[server].watches[place] = nil }
    }
}
