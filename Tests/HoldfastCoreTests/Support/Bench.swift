import HoldfastCore
import Testing

/// A core on a bench: its clock moves when the test says so, and what it directs comes back, but for the rows it judged by and
/// what is to be saved, which are noted.
struct Bench {
    var core: AssignmentCore
    var now = Moment.zero
    var connection = 0
    /// The rows of the newest judgement.
    var rows: [Row] = []
    /// How often something was to be saved.
    var saves = 0
    /// The Things that run: what was started and neither stopped nor suspended.
    var running: Set<ThingID> = []
    /// Things that were started although they ran.
    var startedTwice: [ThingID] = []

    /// What the worker's own clock says, in milliseconds since 1970.
    var date: Int64? = 1_700_000_000_000

    init(_ settings: Settings = Settings()) {
        core = AssignmentCore(settings: settings)
    }

    /// A core that follows a list.
    static func following(_ list: ModelList, _ settings: Settings = Settings()) -> Bench {
        var bench = Bench(settings)
        _ = bench.connect()
        _ = bench.read(list)
        return bench
    }

    mutating func connect(session: Int64 = 1) -> [Directive] {
        connection += 1
        return note(core.connected(Connection(ordinal: connection, session: session, timeout: .seconds(2)), at: now))
    }

    mutating func disconnect(_ reason: Disconnection = .disconnected) -> [Directive] {
        note(core.disconnected(reason, at: now))
    }

    mutating func pass(_ duration: Duration) {
        now = now + duration
    }

    mutating func read(_ list: ModelList, afterSync: Bool = false, begun: Moment? = nil) -> [Directive] {
        read(.list(list.reading()), afterSync: afterSync, begun: begun)
    }

    mutating func read(_ outcome: Reading.Outcome, afterSync: Bool = false, begun: Moment? = nil) -> [Directive] {
        let reading = Reading(
            connection: connection, begun: begun ?? now, afterSync: afterSync, outcome: outcome, date: date)
        return note(core.read(reading, at: now))
    }

    /// Reads a list whose data say that it is spread over shards.
    mutating func readSharded(_ list: ModelList, afterSync: Bool = false) -> [Directive] {
        var reading = list.reading()
        (reading.declaration, reading.isSharded) = (nil, true)
        return read(.list(reading), afterSync: afterSync)
    }

    mutating func reachDeadline() -> [Directive] {
        note(core.deadlineReached(at: now))
    }

    mutating func audit(begun: Moment? = nil) -> [Directive] {
        note(core.audited(connection: connection, begun: begun ?? now, at: now))
    }

    mutating func approve(_ token: ApprovalToken?) -> [Directive]? {
        token.flatMap { core.approve($0, at: now) }.map { note($0) }
    }

    /// Approves the reading that is held by the token that the posture shows.
    mutating func approveHeld() throws -> [Directive] {
        let token = try #require(core.posture.approvalToken)
        let directives = core.approve(token, at: now)
        return note(try #require(directives))
    }

    mutating func stop(_ id: ThingID) -> [Directive]? {
        core.stop(id, at: now).map { note($0) }
    }

    mutating func resume(_ id: ThingID) -> [Directive]? {
        core.resume(id, at: now).map { note($0) }
    }

    mutating func fail(_ id: ThingID) -> [Directive] {
        note(core.failed(id, at: now))
    }

    /// The worker ends, and another begins with what was kept.
    mutating func restart(age: Duration = .zero, losing lose: (inout LastKnownGood) -> Void = { _ in }) -> [Directive] {
        var kept = core.lastKnownGood
        lose(&kept)
        core = AssignmentCore(settings: core.settings)
        running = []
        return note(core.restore(kept, age: age, at: now))
    }

    /// Reads the list, and once more after a `sync` where the core asks for it.
    mutating func learn(_ list: ModelList) -> [Directive] {
        let directives = read(list)
        return directives.contains(.read(afterSync: true)) ? directives + read(list, afterSync: true) : directives
    }

    mutating func note(_ directives: [Directive]) -> [Directive] {
        rows = []
        return directives.filter { directive in
            switch directive {
            case .start(let assignment):
                if !running.insert(assignment.id).inserted { startedTwice.append(assignment.id) }
                return true
            case .stop(let proof):
                running.remove(proof.thing)
                return true
            case .suspend(let id, _):
                running.remove(id)
                return true
            case .judged(let judged): rows += judged
            case .save: saves += 1
            default: return true
            }
            return false
        }
    }

    /// Lets time pass until the next deadline and reads the list when the core asks for it.
    mutating func readAtDeadline(_ list: ModelList) -> [Directive] {
        guard let deadline = core.nextDeadline else { return [] }
        now = max(now, deadline)
        let directives = reachDeadline()
        return directives.contains(.read(afterSync: false)) ? directives + read(list) : directives
    }

    var assigned: [ThingID] { core.assignments.map(\.id) }
}

extension [Directive] {
    var started: [ThingID] { compactMap { if case .start(let assignment) = $0 { assignment.id } else { nil } } }
    var updated: [ThingID] { compactMap { if case .update(let assignment) = $0 { assignment.id } else { nil } } }
    var refenced: [ThingID] { compactMap { if case .refence(let id, _) = $0 { id } else { nil } } }
    var proofs: [Proof] { compactMap { if case .stop(let proof) = $0 { proof } else { nil } } }
    var suspended: [ThingID] { compactMap { if case .suspend(let id, _) = $0 { id } else { nil } } }
    var stopped: [ThingID] { proofs.map(\.thing) }
    var postures: [Posture] { compactMap { if case .report(let posture) = $0 { posture } else { nil } } }
}
