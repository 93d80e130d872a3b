internal import HoldfastZooKeeper

// The clients' side: the session machine decides, and this carries it out.
extension EnsembleMachine {
    mutating func addClient(
        sessionTimeout: Duration, maximumWatchBytes: Int, maximumInFlight: Int, isStrangers: Bool
    ) -> Int {
        var settings = SessionMachine.Settings()
        settings.sessionTimeout = sessionTimeout
        // It is told of every progress at once, so that it need not look often.
        settings.probeInterval = .milliseconds(250)
        let machine = SessionMachine(settings: settings, seed: random.next())
        clients.append(
            ClientModel(
                machine: machine, sessionTimeout: sessionTimeout, maximumWatchBytes: maximumWatchBytes,
                maximumInFlight: maximumInFlight, isStrangers: isStrangers))
        let client = clients.count - 1
        perform(clients[client].machine.started(at: now), client)
        return client
    }

    mutating func perform(_ first: [SessionMachine.Action], _ client: Int) {
        guard !clients[client].isClosed else { return }
        var actions = first
        var index = 0
        while index < actions.count {
            actions += perform(actions[index], client)
            index += 1
        }
        armTimer(client)
    }

    /// - Returns: what follows at once.
    private mutating func perform(_ action: SessionMachine.Action, _ client: Int) -> [SessionMachine.Action] {
        switch action {
        case .resolve:
            let addresses = own.map(Self.address).shuffled(using: &random)
            return clients[client].machine.resolved(addresses, at: now)
        case .open(let handle, let address, let credentials):
            clients[client].handle = SimulatedHandle(
                number: handle, server: Self.server(at: address), resuming: credentials,
                permits: Permits(clients[client].maximumInFlight),
                watches: WatchTable(bytesAllowed: clients[client].maximumWatchBytes)
            )
            knock(client)
            return clients[client].machine.opened(handle, at: now)
        case .probe(let handle):
            guard let present = clients[client].handle, present.number == handle else { return [] }
            return clients[client].machine.probed(handle, present.progress, at: now)
        case .retire(let handle):
            schedule(.retire(client: client, handle: handle), after: draw(Self.closingTime))
        case .close(let handle):
            schedule(.close(client: client, handle: handle), after: draw(Self.closingTime))
        case .abandon:
            preconditionFailure(
                "a handle is abandoned for another list of servers, and a simulated client keeps its own")
        case .closeAtLoss:
            clients[client].handle?.closesAtLoss = true
        case .sync(let handle, let number):
            syncSession(client, handle, number)
        case .admit(let handle, let connection):
            endWatches(of: client, before: connection)
            clients[client].access = .admitted(handle: handle, connection: connection)
        case .dismiss:
            clients[client].access = .refused(.notConnected)
        case .publish(let state):
            switch state {
            case .connected(let connection): clients[client].session = connection.sessionID
            case .lost: clients[client].session = nil
            case .connecting, .disconnected, .closed, .failed: break
            }
            effects.append(.publish(client: client, state))
        }
        return []
    }

    /// How long the library takes to close a handle.
    private static let closingTime: ClosedRange<Duration> = .milliseconds(1) ... .milliseconds(10)

    private static func address(of server: Int) -> ServerAddress {
        ServerAddress(host: "server", port: UInt16(server + 1))
    }

    private static func server(at address: ServerAddress) -> Int { Int(address.port) - 1 }

    private mutating func armTimer(_ client: Int) {
        guard let deadline = clients[client].machine.nextDeadline else { return }
        if let armed = clients[client].timerAt, armed <= deadline { return }
        clients[client].timerAt = deadline
        schedule(.clientTimer(client: client, at: deadline), at: deadline)
    }

    // MARK: Events

    mutating func happenedAtClient(_ event: EnsembleEvent) {
        switch event {
        case .clientTimer(let client, let moment):
            guard clients[client].timerAt == moment, !clients[client].isClosed else { return }
            clients[client].timerAt = nil
            perform(clients[client].machine.timePassed(at: now), client)
        case .handleTimer(let client, let handle, let connection): lookAtSilence(client, handle, connection)
        case .reconnect(let client, let handle):
            if clients[client].handle?.number == handle, clients[client].handle?.link == nil { knock(client) }
        case .retire(let client, let handle):
            guard clients[client].handle?.number == handle else { return }
            if clients[client].handle?.progress == .connected {
                perform(clients[client].machine.spared(handle, at: now), client)
            } else {
                closeHandle(client, .disconnected)
                perform(clients[client].machine.retired(handle, at: now), client)
            }
        case .close(let client, let handle):
            guard clients[client].handle?.number == handle else { return }
            closeHandle(client, .sessionLost)
            perform(clients[client].machine.closed(handle, at: now), client)
        case .knock, .toServer, .toClient, .toPeer, .apply, .election, .joined, .leaderLost, .silenceEnds,
            .quorumCheck, .expiryCheck, .mortalCheck:
            preconditionFailure("\(event) is no event of a client")
        }
    }

    /// The user closes the client: its session ends, if a server hears of it.
    mutating func closeClient(_ client: Int) {
        guard !clients[client].isClosed else { return }
        clients[client].isClosed = true
        clients[client].access = .refused(.clientIsClosed)
        closeHandle(client, .closed)
        effects.append(.publish(client: client, .closed))
    }

    // MARK: Operations

    /// What a user's operation needs before it is sent.
    ///
    /// - Throws: the reason why it cannot be sent.
    func permits(of client: Int) throws(ZooKeeperError) -> Permits {
        if case .refused(let error) = clients[client].access { throw error }
        guard let handle = clients[client].handle else { throw .notConnected }
        return handle.permits
    }

    /// Sends an operation of the user.
    ///
    /// - Parameter permits: those of which it holds one: an operation of a handle that is gone is not sent.
    /// - Returns: the number of the handle that sent it.
    /// - Throws: the reason why it was not sent.
    mutating func submit(
        _ client: Int, _ kind: ClientRequest, _ words: RequestWords, arming: Arming?,
        holding permits: Permits, _ promise: OneShot<OperationResult>
    ) throws(ZooKeeperError) -> Int {
        switch clients[client].access {
        case .refused(let error):
            throw error
        case .admitted(let handle, let connection):
            guard let present = clients[client].handle, present.number == handle, present.connection == connection,
                present.progress == .connected, present.permits === permits
            else { throw .notConnected }
            if let arming { try beginRead(client, words, arming) }
            request(
                client, kind,
                PendingOperation(
                    request: nextRequest(), purpose: .operation(promise), words: words, arming: arming
                ))
            return handle
        }
    }

    private mutating func syncSession(_ client: Int, _ handle: Int, _ number: Int) {
        guard let present = clients[client].handle, present.number == handle else { return }
        guard present.progress == .connected else {
            perform(clients[client].machine.syncFailed(number, at: now), client)
            return
        }
        let words = RequestWords(operation: "sync", path: .root, isWrite: false)
        request(client, .sync, PendingOperation(request: nextRequest(), purpose: .sync(number: number), words: words))
    }

    mutating func nextRequest() -> Int {
        lastRequest += 1
        return lastRequest
    }

    mutating func request(_ client: Int, _ kind: ClientRequest, _ operation: PendingOperation) {
        guard let link = clients[client].handle?.link else { return }
        clients[client].handle?.pending.append(operation)
        clients[client].handle?.lastSent = now
        send(.request(operation.request, kind), on: link)
    }
}
