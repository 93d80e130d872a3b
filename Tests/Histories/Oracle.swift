internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper
internal import Synchronization

/// Knows what really happened to the list, and holds against it whatever the worker does.
///
/// It shares no code with the core: it sees the ensemble from above, the closures from inside, and what operators do. The worker's
/// events are held against all three.
final class Oracle: Sendable {
    struct State {
        var branches = ListBranches()
        var closures = Closures()
        var connection = ConnectionLog()
        var removals = RemovalLog()
        var starts = StartLog()
        var approvals = ApprovalLog()
        var tenure = TenureLog()
        var words = OperatorWords()
        var lives = LifeLog()
        var pace = Pace()
        var judgements = JudgementLog()
        var phantoms = PhantomLog()
        var restores = RestoreLog()
        /// Whether the worker is connected to another ensemble.
        var isMisled = false
        var happenings: [Happening: Int] = [:]
        /// What is not as it must be; the first of it ends the history.
        var violation: String?
        var rows: [Row: Int] = [:]
    }

    let simulation: Simulation
    let rules: Rules
    let calm: Calm
    let state = Mutex(State())

    init(_ simulation: Simulation, rules: Rules, calm: Calm) {
        self.simulation = simulation
        self.rules = rules
        self.calm = calm
        simulation.checkAfterEachStep { [self] in
            let (violation, looks) = state.withLock { ($0.violation, $0.closures.isContradicted) }
            if looks || rules.tenure != nil { lookAround() }
            if let violation { try simulation.require(false, violation) }
        }
    }

    /// The bounds that the worker was configured with.
    struct Rules: Sendable {
        var quiet: Duration
        var settle: Duration
        var brakeRelease: Duration?
        var tenure: Duration?
        /// Whether what a server shows may be older than what was committed by more than messages take.
        var serversLag: Bool
        /// How long what was committed may be under way to a worker that no server keeps in the past.
        var reach: Duration
        /// How long may pass between what the worker decides and what is seen of it.
        var moment: Duration
        /// How much later than that everything may be since the process stalls.
        var stall: Duration
    }

    private var now: Duration { simulation.now.elapsed }

    /// Changes the state, and keeps the first violation.
    func tell(_ change: (inout State, Duration) -> String?) {
        let now = now
        state.withLock { state in
            guard let violation = change(&state, now), state.violation == nil else { return }
            state.violation = violation
        }
    }

    func locked<Value>(_ look: (State) -> Value) -> Value { state.withLock { look($0) } }

    // MARK: What happens

    /// Something came about that is drawn.
    func happened(_ happening: Happening) {
        state.withLock { $0.happenings[happening, default: 0] += 1 }
    }

    /// Something was committed.
    func saw(_ observation: ListObservation) {
        tell { state, now in
            state.branches.saw(observation, at: now)
            for happening in state.restores.saw(observation.cause) { state.happenings[happening, default: 0] += 1 }
            noteWhatIsProvable(&state, at: now)
            return nil
        }
        simulation.note("list: \(observation.words)")
    }

    /// The session of the worker's client has another state.
    func saw(_ session: SessionState) {
        tell { state, now in
            state.connection.saw(session, at: now, isAnythingAssigned: !state.closures.words.isEmpty)
            noteWhatIsProvable(&state, at: now)
            return nil
        }
        simulation.note("session: \(session)")
    }

    func began(_ thing: Thing) {
        tell { state, now in
            if ListOperator.isMeaningless(thing.payload) {
                return "a Thing was begun whose payload means nothing: \(thing.id)"
            }
            return state.closures.began(thing, at: now)
        }
    }

    /// A running closure was told another payload.
    func learned(_ thing: Thing, _ payload: [UInt8]) {
        tell { state, _ in
            state.closures.learned(thing.id, payload)
            return ListOperator.isMeaningless(payload)
                ? "a Thing was told a payload that means nothing: \(thing.id)" : nil
        }
    }

    func ended(_ thing: Thing) {
        tell { state, now in state.closures.ended(thing, at: now) }
    }

    func saw(_ event: WorkerEvent) {
        if case .judged(let rows) = event {
            state.withLock { state in for row in rows { state.rows[row, default: 0] += 1 } }
        }
        tell { state, now in
            switch event {
            case .started(let id, let fence): started(id, fence, &state, at: now)
            case .updated(let id): state.closures.updated(id)
            case .failed(let id, _, _): state.closures.failed(id, at: now)
            case .stopped(let id, let proof): stopped(id, proof, &state, at: now)
            case .suspended(let id, let suspension): suspended(id, suspension, &state, at: now)
            case .judged(let rows): judged(rows, &state, at: now)
            case .posture(let posture): follows(posture, &state, at: now)
            case .unreadable: nil
            }
        }
    }
}

// What is asked for at the end.
extension Oracle {
    /// The Things that the worker has taken up and not been told to give up, whether they run or not.
    var assigned: Set<ThingID> { state.withLock { $0.closures.assigned } }

    /// The Things whose closure runs.
    var running: Set<ThingID> { state.withLock { Set($0.closures.running.keys) } }

    /// What the history has reached.
    var reached: Coverage.Reached { locked { Coverage.Reached(rows: $0.rows, happenings: $0.happenings) } }

    /// The list as it was committed last.
    var committed: ListObservation.List? { state.withLock { $0.branches.newest?.list } }
}

extension ListObservation {
    var words: String {
        let names = list.map { list in list.children.keys.map(\.description).sorted().joined(separator: " ") }
        let stat = list.map { " pzxid \(String($0.stat.pzxid, radix: 16)) cversion \($0.stat.cversion)" } ?? ""
        let word = DeclaredWord(list?.data).map { " generation \($0.generation) count \($0.count)" } ?? ""
        return "\(cause): \(names.map { "[\($0)]" } ?? "missing")\(stat)\(word)"
    }
}
