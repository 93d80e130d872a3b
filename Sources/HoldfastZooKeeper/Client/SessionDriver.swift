import Logging

/// Carries out what the session machine decides, and reports back: the one loop of a client.
///
/// It alone owns the machine and the handles. What may block or wait runs beside it, and comes back as an input.
struct SessionDriver {
    private let client: ZooKeeperClient
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var machine: SessionMachine
    /// The handles that are not closed yet, by the machine's number.
    private var handles: [Int: Handle] = [:]
    /// The earliest instant for which a timer is running.
    private var armedFor: Duration?
    /// What each server was last found at: one that cannot be looked up now is tried where it was.
    private var lastFound: [ServerList.Server: [ServerAddress]] = [:]

    private init(_ client: ZooKeeperClient) {
        self.client = client
        start = clock.now
        machine = SessionMachine(settings: client.configuration.machineSettings, seed: .random(in: 0 ... .max))
    }

    /// Keeps the client's session until it is to end, then closes everything.
    static func drive(_ client: ZooKeeperClient) async {
        var driver = SessionDriver(client)
        await withDiscardingTaskGroup { group in
            group.addTask { await client.logLibraryLines(LogBridge.lines()) }
            await driver.run(in: &group)
            client.refuse(.clientIsClosed)
            group.cancelAll()
        }
        // No child is left that could open another.
        for handle in driver.handles.values {
            _ = await handle.close(.closed, sparingConnected: false, grace: client.configuration.closeGrace)
        }
    }

    private var now: Duration { clock.now - start }

    private mutating func run(in group: inout DiscardingTaskGroup) async {
        perform(machine.started(at: now), in: &group)
        for await input in client.inputs {
            if case .closeRequested = input { return }
            perform(take(input), in: &group)
            if case .failed = machine.phase { return }
            armTimer(in: &group)
        }
    }

    private mutating func take(_ input: SessionInput) -> [SessionMachine.Action] {
        switch input {
        case .event(let handle, let event): return take(event, of: handle)
        case .opened(let handle): return machine.opened(handle, at: now)
        case .openingFailed(let handle):
            handles[handle] = nil
            return machine.openingFailed(handle, at: now)
        case .retired(let handle):
            handles[handle] = nil
            return machine.retired(handle, at: now)
        case .spared(let handle): return machine.spared(handle, at: now)
        case .closed(let handle):
            handles[handle] = nil
            return machine.closed(handle, at: now)
        case .synced(let number): return machine.synced(number, at: now)
        case .syncFailed(let number, let error):
            client.logger.debug("sync of a new connection failed", metadata: [LogKey.reason: "\(error)"])
            return machine.syncFailed(number, at: now)
        case .resolved(let answer):
            if !answer.failures.isEmpty {
                let reasons = answer.failures.joined(separator: "; ")
                client.logger.debug("servers could not be looked up", metadata: [LogKey.reason: "\(reasons)"])
            }
            lastFound.merge(answer.addresses) { _, found in found }
            return machine.resolved(Set(lastFound.values.joined()).shuffled(), at: now)
        case .timePassed(let armed):
            if armedFor == armed { armedFor = nil }
            return machine.timePassed(at: now)
        case .closeRequested: return []
        }
    }

    private mutating func take(_ event: HandleEvent, of handle: Int) -> [SessionMachine.Action] {
        switch event.kind {
        case .connected(let grant): machine.connected(handle, connection: event.connection, grant, at: now)
        case .connectionLost: machine.connectionLost(handle, at: now)
        case .sessionExpired: machine.sessionExpired(handle, at: now)
        case .authenticationFailed: machine.authenticationFailed(handle, at: now)
        }
    }

    private mutating func perform(_ actions: [SessionMachine.Action], in group: inout DiscardingTaskGroup) {
        for action in actions { perform(action, in: &group) }
    }

    private mutating func perform(_ action: SessionMachine.Action, in group: inout DiscardingTaskGroup) {
        let inbox = client.inbox
        switch action {
        case .resolve: resolve(in: &group)
        case .open(let number, let address, let credentials):
            open(number, address, resuming: credentials, in: &group)
        case .probe(let number):
            guard let progress = handles[number]?.progress() else { return }
            perform(machine.probed(number, progress, at: now), in: &group)
        case .retire(let number):
            guard let handle = handles[number] else { return }
            group.addTask {
                let isClosed = await handle.close(.disconnected, sparingConnected: true, grace: .zero)
                inbox.yield(isClosed ? .retired(handle: number) : .spared(handle: number))
            }
        case .close(let number):
            guard let handle = handles[number] else { return }
            group.addTask {
                // Answers that are in the library's queue already are given the time to come through.
                _ = await handle.close(.sessionLost, sparingConnected: false, grace: .milliseconds(100))
                inbox.yield(.closed(handle: number))
            }
        case .sync(let number, let syncNumber):
            guard let handle = handles[number] else { return }
            group.addTask {
                do throws(ZooKeeperError) {
                    try await handle.sync(.root, for: nil)
                    inbox.yield(.synced(number: syncNumber))
                } catch {
                    inbox.yield(.syncFailed(number: syncNumber, error))
                }
            }
        case .admit(let number, let connection):
            guard let handle = handles[number] else { return }
            client.admit(handle, connection: connection)
        case .dismiss:
            client.refuse(.notConnected)
        case .publish(let state):
            client.logger.debug("session changed", metadata: [LogKey.state: "\(state)"])
            client.states.set(state)
        }
    }

    private func resolve(in group: inout DiscardingTaskGroup) {
        let servers = client.configuration.servers
        let inbox = client.inbox
        group.addTask {
            // A look-up can take half a minute; the end of the client does not wait for it.
            let answer = try? await BlockingQueue.runUnlessCancelled { AddressResolver.resolve(servers) }
            if let answer { inbox.yield(.resolved(answer)) }
        }
    }

    private mutating func open(
        _ number: Int, _ address: ServerAddress, resuming credentials: SessionCredentials?,
        in group: inout DiscardingTaskGroup
    ) {
        let inbox = client.inbox
        let configuration = client.configuration
        client.logger.debug("trying a server", metadata: [LogKey.address: "\(address)"])
        let handle = Handle(inFlight: configuration.maximumInFlight) { event in
            inbox.yield(.event(handle: number, event))
        }
        handles[number] = handle
        group.addTask {
            if await handle.open(address, timeout: configuration.sessionTimeout, resuming: credentials) {
                inbox.yield(.opened(handle: number))
            } else {
                _ = await handle.close(.disconnected, sparingConnected: false, grace: .zero)
                inbox.yield(.openingFailed(handle: number))
            }
        }
    }

    private mutating func armTimer(in group: inout DiscardingTaskGroup) {
        guard let deadline = machine.nextDeadline else { return }
        if let armedFor, armedFor <= deadline { return }
        armedFor = deadline
        let inbox = client.inbox
        let instant = start + deadline
        group.addTask {
            try? await Task.sleep(until: instant, clock: .continuous)
            inbox.yield(.timePassed(armedFor: deadline))
        }
    }
}
