import HoldfastCore

/// A core on a bench: its clock moves when the test says so, and directives come back as they were given.
struct Bench {
    var core: AssignmentCore
    var now = Moment.zero
    var connection = 0

    init(quiet: Duration = .milliseconds(500), settle: Duration = .seconds(5)) {
        core = AssignmentCore(settings: Settings(quiet: quiet, settle: settle))
    }

    /// A core that follows a list.
    static func following(_ list: ModelList) -> Bench {
        var bench = Bench()
        _ = bench.connect()
        _ = bench.read(list)
        return bench
    }

    mutating func connect(session: Int64 = 1) -> [Directive] {
        connection += 1
        return core.connected(Connection(ordinal: connection, session: session, timeout: .seconds(2)), at: now)
    }

    mutating func disconnect(_ reason: Disconnection = .disconnected) -> [Directive] {
        core.disconnected(reason, at: now)
    }

    mutating func pass(_ duration: Duration) {
        now = now + duration
    }

    mutating func read(_ list: ModelList, afterSync: Bool = false, begun: Moment? = nil) -> [Directive] {
        read(.list(list.reading()), afterSync: afterSync, begun: begun)
    }

    mutating func read(_ outcome: Reading.Outcome, afterSync: Bool = false, begun: Moment? = nil) -> [Directive] {
        let reading = Reading(connection: connection, begun: begun ?? now, afterSync: afterSync, outcome: outcome)
        return core.read(reading, at: now)
    }

    /// Lets time pass until the next deadline and reads the list when the core asks for it.
    mutating func readAtDeadline(_ list: ModelList) -> [Directive] {
        guard let deadline = core.nextDeadline else { return [] }
        now = max(now, deadline)
        let directives = core.deadlineReached(at: now)
        return directives.contains(.read(afterSync: false)) ? directives + read(list) : directives
    }

    var assigned: [ThingID] { core.assignments.map(\.id) }
}

extension [Directive] {
    var started: [ThingID] { compactMap { if case .start(let assignment) = $0 { assignment.id } else { nil } } }
    var updated: [ThingID] { compactMap { if case .update(let assignment) = $0 { assignment.id } else { nil } } }
    var refenced: [ThingID] { compactMap { if case .refence(let id, _) = $0 { id } else { nil } } }
    var proofs: [Proof] { compactMap { if case .stop(let proof) = $0 { proof } else { nil } } }
    var stopped: [ThingID] { proofs.map(\.thing) }
    var postures: [Posture] { compactMap { if case .report(let posture) = $0 { posture } else { nil } } }
}
