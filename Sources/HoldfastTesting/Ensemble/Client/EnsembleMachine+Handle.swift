internal import HoldfastZooKeeper

// What the C library does by itself: seeking its one server, pings, silence, and answers.
extension EnsembleMachine {
    /// Asks the handle's server for a network connection.
    mutating func knock(_ client: Int) {
        guard let address = clients[client].handle?.server else { return }
        let server = destination(of: client, at: address)
        lastConnection += 1
        connections[lastConnection] = Connection(client: client, server: server)
        clients[client].handle?.link = lastConnection
        clients[client].handle?.progress = .connecting
        schedule(.knock(connection: lastConnection), after: network.clientDelay + draw(options.clientDelay))
    }

    mutating func receive(_ message: ServerMessage, on id: Int, client: Int) {
        guard let handle = clients[client].handle, handle.link == id else { return }
        clients[client].handle?.lastHeard = now
        switch message {
        case .accepted:
            clients[client].handle?.progress = .handshaking
            let session = (handle.grant?.credentials ?? handle.resuming)?.id
            let timeout = handle.grant?.timeout ?? clients[client].sessionTimeout
            send(.connect(session: session, timeout: timeout, lastZxid: handle.lastZxid), on: id)
            perform(clients[client].machine.probed(handle.number, .handshaking, at: now), client)
        case .granted(let session, let timeout):
            granted(session, timeout, client)
        case .expired:
            hangUp(client)
            clients[client].handle?.progress = .over
            clients[client].handle?.connection += 1
            perform(clients[client].machine.sessionExpired(handle.number, at: now), client)
        case .refused, .closed:
            lost(client)
        case .answer(let request, let answer, let zxid):
            clients[client].handle?.lastZxid = max(handle.lastZxid, zxid)
            answered(client, request, answer)
        case .event(let event, let path):
            clients[client].handle?.libraryWatches.happened(event, path)
            let ended = clients[client].handle?.watches.happened(event, at: path.bytes) ?? []
            for watch in ended { effects.append(.end(watch, .event(event))) }
        }
    }

    private mutating func granted(_ session: Int64, _ timeout: Duration, _ client: Int) {
        guard let handle = clients[client].handle else { return }
        let password = withUnsafeBytes(of: session.bigEndian) { Array($0) + Array($0) }
        let grant = SessionGrant(credentials: SessionCredentials(id: session, password: password), timeout: timeout)
        clients[client].handle?.grant = grant
        clients[client].handle?.progress = .connected
        clients[client].handle?.wasConnected = true
        clients[client].handle?.wasUsed = false
        clients[client].handle?.connection += 1
        if !handle.libraryWatches.isEmpty {
            let words = RequestWords(operation: "set watches", path: .root, isWrite: false)
            let operation = PendingOperation(request: nextRequest(), purpose: .library, words: words)
            request(client, .setWatches(handle.libraryWatches, since: handle.lastZxid), operation)
        }
        let connection = handle.connection + 1
        schedule(
            .handleTimer(client: client, handle: handle.number, connection: connection), after: timeout / 3
        )
        perform(
            clients[client].machine.connected(handle.number, connection: connection, grant, at: now), client
        )
    }

    // MARK: Loss

    /// The network connection, or the attempt to get one, is over.
    mutating func lost(_ client: Int) {
        guard let handle = clients[client].handle else { return }
        hangUp(client)
        if handle.progress == .connected {
            clients[client].handle?.progress = .connecting
            clients[client].handle?.connection += 1
            if !handle.closesAtLoss {
                schedule(.reconnect(client: client, handle: handle.number), after: draw(options.clientDelay))
            }
            perform(
                clients[client].machine.connectionLost(handle.number, wasUsed: handle.wasUsed, at: now), client)
            failPending(client) { words in
                ZooKeeperError(libraryCode: ZooKeeperError.Code.connectionLoss.rawValue, words, wasSent: true)
            }
            if handle.closesAtLoss {
                closeHandle(client, .disconnected)
                perform(clients[client].machine.retired(handle.number, at: now), client)
            }
        } else {
            clients[client].handle?.progress = .failed
            let pause = max((handle.grant?.timeout ?? clients[client].sessionTimeout) / 60, .milliseconds(10))
            // One that never was connected is given up by the session machine at once.
            if handle.wasConnected { schedule(.reconnect(client: client, handle: handle.number), after: pause) }
            perform(clients[client].machine.probed(handle.number, .failed, at: now), client)
        }
    }

    /// The library pings after a third of the timeout, and gives a silent connection up after two thirds.
    mutating func lookAtSilence(_ client: Int, _ number: Int, _ connection: Int) {
        guard let handle = clients[client].handle, handle.number == number, handle.connection == connection,
            handle.progress == .connected, let timeout = handle.grant?.timeout
        else { return }
        let limit = handle.lastHeard + timeout * 2 / 3
        guard now < limit else {
            lost(client)
            return
        }
        var next = handle.lastSent + timeout / 3
        if now >= next {
            if handle.pending.isEmpty {
                let words = RequestWords(operation: "ping", path: .root, isWrite: false)
                request(client, .ping, PendingOperation(request: nextRequest(), purpose: .library, words: words))
            }
            next = now + timeout / 3
        }
        schedule(.handleTimer(client: client, handle: number, connection: connection), at: min(next, limit))
    }

    private mutating func hangUp(_ client: Int) {
        guard let link = clients[client].handle?.link else { return }
        clients[client].handle?.link = nil
        connections[link]?.isOpenAtClient = false
        if connections[link]?.isOpenAtServer == true {
            send(ClientMessage.closed, on: link)
        } else {
            connections[link] = nil
        }
    }

    // MARK: Answers

    private mutating func answered(_ client: Int, _ request: Int, _ answer: Answer) {
        guard let handle = clients[client].handle, let operation = handle.pending.first, operation.request == request
        else { return }
        clients[client].handle?.pending.removeFirst()
        switch operation.purpose {
        case .library:
            break
        case .removal(let place):
            clients[client].handle?.libraryWatches.removed(place)
            clients[client].handle?.watches.removalEnded(at: place.tabled, isRemoved: true)
        case .sync(let number):
            var actions: [SessionMachine.Action]
            if case .failed = answer {
                actions = clients[client].machine.syncFailed(number, at: now)
            } else {
                actions = clients[client].machine.synced(number, at: now)
            }
            perform(actions, client)
        case .operation(let promise):
            clients[client].handle?.wasUsed = true
            arm(operation, answer, client)
            effects.append(.release(handle.permits))
            effects.append(.answer(promise, result(answer, operation.words)))
        }
    }

    private func result(_ answer: Answer, _ words: RequestWords) -> OperationResult {
        guard case .failed(let failure) = answer else { return .success(answer) }
        var error = ZooKeeperError(libraryCode: failure.code.rawValue, words, wasSent: true)
        error.failedOperation = failure.operation
        return .failure(error)
    }

    mutating func failPending(_ client: Int, _ error: (RequestWords) -> ZooKeeperError) {
        guard let handle = clients[client].handle else { return }
        clients[client].handle?.pending = []
        for operation in handle.pending {
            switch operation.purpose {
            case .operation(let promise):
                if let arming = operation.arming { notArmed(operation.words.path, arming, client) }
                effects.append(.release(handle.permits))
                effects.append(.answer(promise, .failure(error(operation.words))))
            case .removal(let place): clients[client].handle?.watches.removalEnded(at: place.tabled, isRemoved: false)
            case .sync(let number): perform(clients[client].machine.syncFailed(number, at: now), client)
            case .library: break
            }
        }
    }

    /// Closes the handle, then answers all that has no answer.
    mutating func closeHandle(_ client: Int, _ reason: CloseReason) {
        guard let handle = clients[client].handle else { return }
        if handle.progress == .connected, let link = handle.link {
            send(.request(nextRequest(), .closeSession), on: link)
        }
        hangUp(client)
        effects.append(.refuse(handle.permits, reason.refusal))
        failPending(client) { reason.error($0) }
        let ended = clients[client].handle?.watches.endedAll() ?? []
        for watch in handle.watchOrder.sorted(ended) { effects.append(.end(watch, reason.outcome)) }
        clients[client].handle = nil
    }
}
