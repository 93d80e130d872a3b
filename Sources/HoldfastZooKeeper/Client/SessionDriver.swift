import Logging

/// Carries out what the session machine decides, and reports back: the one loop of a client.
///
/// It alone owns the machine and the handles. What may block or wait runs beside it, and comes back as an input.
struct SessionDriver {
    let client: ZooKeeperClient
    private let clock = ContinuousClock()
    let start: ContinuousClock.Instant
    var machine: SessionMachine
    /// The handles that are not closed yet, by the machine's number.
    var handles: [Int: Handle] = [:]
    /// Those among them that were left while they were connected. Their session moves on to another server; theirs closes
    /// the connection at the next request, and then they can be closed without ending the session.
    var abandoned: Set<Int> = []
    /// The earliest instant for which a timer is running.
    var armedFor: Duration?
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
            for handle in driver.handles.values { handle.cancelDeparture() }
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
            perform(take(input, in: &group), in: &group)
            if case .failed = machine.phase { return }
            armTimer(in: &group)
        }
    }

    private mutating func take(
        _ input: SessionInput, in group: inout DiscardingTaskGroup
    ) -> [SessionMachine.Action] {
        switch input {
        case .event(let handle, let event):
            if case .connected(let grant) = event.kind {
                handles[handle]?.noteThread(sessionID: grant.credentials.id)
            }
            guard abandoned.contains(handle) else { return take(event, of: handle) }
            abandonedHandleChanged(handle, event.kind, in: &group)
            return []
        case .opened(let handle): return machine.opened(handle, at: now)
        case .openingFailed(let handle):
            forget(handle)
            return machine.openingFailed(handle, at: now)
        case .departureFailed(let handle):
            if abandoned.contains(handle) { leave(handle, in: &group) }
            return []
        case .retired(let handle):
            forget(handle)
            return machine.retired(handle, at: now)
        case .spared(let handle): return machine.spared(handle, at: now)
        case .closed(let handle):
            forget(handle)
            return machine.closed(handle, at: now)
        case .lossNotSeen(let handle): return abandoned.contains(handle) ? [] : machine.lossNotSeen(handle, at: now)
        case .synced(let number): return machine.synced(number, at: now)
        case .syncFailed(let number, let error):
            client.logger.debug("sync of a new connection failed", metadata: [LogKey.reason: "\(error)"])
            return machine.syncFailed(number, at: now)
        case .resolved(let answer, let servers):
            guard servers == client.settings.servers else { return [.resolve] }
            if !answer.failures.isEmpty {
                let reasons = answer.failures.joined(separator: "; ")
                client.logger.debug("servers could not be looked up", metadata: [LogKey.reason: "\(reasons)"])
            }
            lastFound = lastFound.filter { servers.servers.contains($0.key) }
            lastFound.merge(answer.addresses) { _, found in found }
            return machine.resolved(Set(lastFound.values.joined()).shuffled(), at: now)
        case .timePassed(let armed):
            if armedFor == armed { armedFor = nil }
            return machine.timePassed(at: now)
        case .serversChanged: return machine.serversChanged(at: now)
        case .watchUnneeded(let number, let place):
            guard let handle = handles[number], !abandoned.contains(number) else { return [] }
            group.addTask { await handle.removeWatch(at: place) }
            return []
        case .closeRequested: return []
        }
    }

    private mutating func forget(_ handle: Int) {
        handles[handle] = nil
        abandoned.remove(handle)
    }

    private mutating func take(_ event: HandleEvent, of handle: Int) -> [SessionMachine.Action] {
        switch event.kind {
        case .connected(let grant): machine.connected(handle, connection: event.connection, grant, at: now)
        case .connectionLost: machine.connectionLost(handle, wasUsed: event.wasUsed, at: now)
        case .sessionExpired: machine.sessionExpired(handle, at: now)
        case .authenticationFailed: machine.authenticationFailed(handle, at: now)
        }
    }

    private mutating func perform(_ actions: [SessionMachine.Action], in group: inout DiscardingTaskGroup) {
        for action in actions { perform(action, in: &group) }
    }

    private mutating func perform(_ action: SessionMachine.Action, in group: inout DiscardingTaskGroup) {
        switch action {
        case .resolve: resolve(in: &group)
        case .open(let number, let address, let credentials):
            open(number, address, resuming: credentials, in: &group)
        case .probe(let number):
            guard let progress = handles[number]?.progress() else { return }
            perform(machine.probed(number, progress, at: now), in: &group)
        case .retire(let number): retire(number, in: &group)
        case .close(let number): close(number, in: &group)
        case .abandon(let number): abandon(number, in: &group)
        case .closeAtLoss(let number): closeAtLoss(number, in: &group)
        case .sync(let number, let syncNumber): sync(number, syncNumber, in: &group)
        case .admit(let number, let connection):
            guard let handle = handles[number] else { return }
            client.admit(handle, connection: connection)
            showLateCredentials(to: handle, in: &group)
            for number in abandoned { nudge(number, in: &group) }
        case .dismiss:
            client.refuse(.notConnected)
        case .publish(let state):
            client.logger.debug("session changed", metadata: [LogKey.state: "\(state)"])
            client.states.set(state)
            guard case .lost(let sessionID) = state else { return }
            client.losses.send(sessionID)
            // What was given up is over: no handle that was left keeps it alive.
            for number in abandoned { closeAbandoned(number, in: &group) }
        }
    }
}
