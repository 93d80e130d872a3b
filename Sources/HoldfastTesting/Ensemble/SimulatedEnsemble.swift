internal import HoldfastZooKeeper
internal import Synchronization

/// A ZooKeeper ensemble in a simulation: servers that elect a leader, lag, hang and die, and clients of theirs.
///
/// ```swift
/// try await Simulation.run(seed: 7) { simulation in
///     let ensemble = try SimulatedEnsemble(simulation, servers: 3)
///     let zooKeeper = ensemble.client()
///     try await zooKeeper.connected()
///     try ensemble.begin(.loseLeader)
/// }
/// ```
///
/// It behaves as ZooKeeper 3.8 does, and one suite of tests is run on both. It does not know ACLs, quotas, reconfiguration,
/// or the times of the servers' disks. All delays are drawn from the seed of the simulation, and nothing is done but by its events: the
/// same seed gives the same history.
public final class SimulatedEnsemble: Sendable {
    private struct State {
        var machine: EnsembleMachine
        /// What its clients' sessions are in. Not the clients: they hold on to the ensemble.
        var sessions: [Latest<SessionState>] = []
    }

    let options: Options
    private let simulation: Simulation
    private let state: Mutex<State>

    /// Servers that have elected their leader and serve.
    ///
    /// - Throws: ``SimulatedEnsembleError/Code/range`` unless the servers are 1 to 9, and a tick takes 1 ms or more.
    public init(
        _ simulation: Simulation, servers: Int = 3, options: Options = Options()
    ) throws(SimulatedEnsembleError) {
        guard (1...9).contains(servers) else {
            throw SimulatedEnsembleError(.range, "an ensemble has 1 to 9 servers, not \(servers)")
        }
        guard options.tickTime >= .milliseconds(1) else {
            throw SimulatedEnsembleError(.range, "a tick takes 1 ms or more, not \(options.tickTime)")
        }
        self.simulation = simulation
        self.options = options
        let machine = EnsembleMachine(servers: servers, options: options, random: simulation.random("ensemble"))
        state = Mutex(State(machine: machine))
        change { _ in }
    }

    /// A new client, which connects by itself.
    ///
    /// - Parameters:
    ///   - sessionTimeout: what it asks for; the servers grant from 2 to 20 ticks.
    ///   - maximumWatchBytes: how many bytes the paths of its watches may take: as that of the real client's configuration.
    ///   - maximumInFlight: how many operations may be under way at once, the others wait: as that of the real client's configuration.
    public func client(
        sessionTimeout: Duration = .seconds(10), maximumWatchBytes: Int = 262_144, maximumInFlight: Int = 512
    ) -> SimulatedClient {
        client(sessionTimeout: sessionTimeout, maximumWatchBytes, maximumInFlight, isStrangers: false)
    }

    /// A new client of the stranger, to which clients are led by ``SimulatedFault/mislead(client:)``.
    ///
    /// The stranger is another ensemble, of one server, which has its own sessions and its own tree, and to which nothing happens. It counts
    /// its zxids from the beginning, as each ensemble does. What a test wants to stand there it writes by this client.
    public func strangersClient(sessionTimeout: Duration = .seconds(10)) -> SimulatedClient {
        client(sessionTimeout: sessionTimeout, 262_144, 512, isStrangers: true)
    }

    private func client(
        sessionTimeout: Duration, _ maximumWatchBytes: Int, _ maximumInFlight: Int, isStrangers: Bool
    ) -> SimulatedClient {
        changeState { state in
            let client = SimulatedClient(id: state.sessions.count + 1, ensemble: self)
            state.sessions.append(client.states)
            _ = state.machine.addClient(
                sessionTimeout: sessionTimeout, maximumWatchBytes: maximumWatchBytes,
                maximumInFlight: max(1, maximumInFlight), isStrangers: isStrangers)
            return client
        }
    }

    // MARK: Faults

    /// Begins a fault.
    ///
    /// - Throws: ``SimulatedEnsembleError`` where it is impossible as things stand, with the reason.
    public func begin(_ fault: SimulatedFault) throws(SimulatedEnsembleError) {
        try attempt { machine throws(SimulatedEnsembleError) in try machine.begin(fault) }
    }

    /// Ends a fault that began. Those that are over at once need no end, and take one.
    ///
    /// - Throws: ``SimulatedEnsembleError/Code/order`` where it did not begin.
    public func end(_ fault: SimulatedFault) throws(SimulatedEnsembleError) {
        try attempt { machine throws(SimulatedEnsembleError) in try machine.end(fault) }
    }

    /// The faults that are under way, in the order in which they began.
    public var faults: [SimulatedFault] { change { machine in machine.faults.map(\.fault) } }

    /// Ends all faults that are under way.
    public func heal() {
        for fault in faults {
            // Each is under way, so that none can be refused.
            try? end(fault)
        }
    }

    /// Keeps what the leader has now, for ``SimulatedFault/restore(snapshot:)``.
    ///
    /// - Returns: the number of the snapshot, from 1.
    /// - Throws: ``SimulatedEnsembleError/Code/noLeader`` when no server leads.
    @discardableResult
    public func takeSnapshot() throws(SimulatedEnsembleError) -> Int {
        try attempt { machine throws(SimulatedEnsembleError) in try machine.takeSnapshot() }
    }

    // MARK: Looking

    /// The server that leads and serves, from 1; nil while there is none.
    public var leader: Int? { change { machine in machine.leader.map { $0 + 1 } } }

    /// The servers that serve clients, from 1.
    public var serving: [Int] {
        change { machine in
            machine.own.filter { machine.servers[$0].isServing && machine.servers[$0].isAwake }.map {
                $0 + 1
            }
        }
    }

    /// What clients left behind: sessions, watches and ephemeral nodes.
    public var leftOvers: LeftOvers { change { machine in machine.leftOvers } }

    // MARK: The one door

    /// Changes the machine, then does outside of the lock what it asks for.
    func change<Value: Sendable>(_ body: (inout EnsembleMachine) -> Value) -> Value {
        changeState { state in body(&state.machine) }
    }

    /// Changes the machine by an event of its own.
    func soon(_ body: @escaping @Sendable (inout EnsembleMachine) -> Void) {
        simulation.schedule(after: .zero) { self.change(body) }
    }

    private func changeState<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        let now = simulation.now.elapsed
        let (value, effects, sessions) = state.withLock { state in
            state.machine.now = now
            let value = body(&state)
            return (value, state.machine.takeEffects(), state.sessions)
        }
        for effect in effects { perform(effect, sessions) }
        return value
    }

    private func attempt<Value: Sendable>(
        _ body: (inout EnsembleMachine) throws(SimulatedEnsembleError) -> Value
    ) throws(SimulatedEnsembleError) -> Value {
        let result = change { (machine: inout EnsembleMachine) -> Result<Value, SimulatedEnsembleError> in
            do throws(SimulatedEnsembleError) {
                return .success(try body(&machine))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func perform(_ effect: Effect, _ sessions: [Latest<SessionState>]) {
        switch effect {
        case .schedule(let event, let moment):
            simulation.schedule(at: SimulationClock.Instant(elapsed: moment)) {
                self.change { machine in machine.happened(event) }
            }
        case .answer(let promise, let result):
            promise.set(result)
        case .release(let permits):
            permits.release()
        case .refuse(let permits, let error):
            permits.close(error)
        case .end(let watch, let outcome):
            watch.end(outcome)
        case .observe(let observer, let observation):
            observer.tell(observation)
        case .publish(let client, let state):
            sessions[client].set(state)
            if state.isTerminal { sessions[client].finish() }
        }
    }
}
