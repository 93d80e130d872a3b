// The shell: what is read, and what becomes of what the core directs.
extension Mutant {
    static let shell = things + reader + schedule + account

    private static let things = [
        Mutant(
            "the end of a Thing is not told", in: "Holdfast/Things/ThingTable.swift",
            expression: "[.tell(ending.event(of: id))]", becomes: "[]"),
        Mutant(
            "a Thing is said to have stopped, and runs on", in: "Holdfast/Things/ThingTable.swift",
            statements: "return [.end(control, life: control.life), .limitStop(id, launch: control.launch)]",
            become: "return ended(id)"),
        Mutant(
            "a Thing is said to start, and does not", in: "Holdfast/Worker/WorkerLoop+Directives.swift",
            statements: "tasks.addThing { await life.live() }", become: ""),
        Mutant(
            "a new payload ends a Thing", in: "Holdfast/Things/ThingTable.swift",
            statements: "phases[assignment.id] = .running(control, .restarting)",
            become: "phases[assignment.id] = .running(control, .living)"),
        Mutant(
            "a new payload is not passed on", in: "Holdfast/Things/ThingTable.swift",
            statements: "control.latest.set(assignment)\n", become: ""),
        Mutant(
            "a closure does not begin anew with a new payload", in: "Holdfast/Worker/WorkerLoop+Directives.swift",
            expression: "worker.configuration.payloadChange == .restart", becomes: "false"),
        Mutant(
            "a Thing keeps its old fence", in: "Holdfast/Things/ThingTable.swift",
            statements: "control.latest.set(assignment, tellingFollowers: false)", become: ""),
        Mutant(
            "a Thing is said to be suspended, and runs on", in: "Holdfast/Worker/WorkerLoop+Directives.swift",
            statements: "carryOut(things.suspend(id, suspension), in: &tasks)",
            become: "tell(.suspended(id, suspension))"),
        Mutant(
            "a Thing begins again before it has ended", in: "Holdfast/Things/ThingTable.swift",
            text: """
                        case .ending(let ending, let launch, _):
                            phases[assignment.id] = .ending(ending, launch: launch, next: assignment)
                            return []
                        case .queued, .running:

                """,
            becomes: """
                        case .ending(let ending, let launch, _):
                            if MUTATED {
                                phases[assignment.id] = .queued(assignment)
                                queue.append(assignment.id)
                                return launchQueued()
                            }
                            phases[assignment.id] = .ending(ending, launch: launch, next: assignment)
                            return []
                        case .queued, .running:

                """),
    ]

    // That what a server showed before a `sync` is forgotten after it is no mutant: an entry is only kept while its watch is armed, the
    // server tells of a change before it answers a later read, and a handle that comes to another server has lost its watches. No
    // history can tell the two apart.
    private static let reader = [
        Mutant(
            "nothing is read when a watch ends", in: "Holdfast/List/ListCache.swift", statements: "return true",
            become: "return false"),
        Mutant(
            "a watch that ended is still relied on", in: "Holdfast/List/ListCache.swift",
            statements: "ended(arming.key)", become: ""),
        Mutant(
            "what a watch told of is not read again", in: "Holdfast/List/ListCache.swift",
            expression: "entries[id] != nil", becomes: "false"),
    ]

    private static let schedule = [
        Mutant(
            "nothing is audited", in: "Holdfast/List/ReadSchedule.swift",
            statements: "auditAt = now + auditDelay * (1 + auditJitter)", become: "auditAt = nil"),
        Mutant(
            "a reading that failed is not made again", in: "Holdfast/List/ReadSchedule.swift",
            statements: "if isConnected { want(purpose, at: now) }", become: ""),
        Mutant(
            "an audit looks at the data of the list node alone", in: "Holdfast/List/ListReader.swift",
            expression: "now?.pzxid == stat?.pzxid && now?.cversion == stat?.cversion", becomes: "true"),
    ]

    private static let account = [
        Mutant(
            "an account is believed without the servers' counts", in: "HoldfastCore/Facts/DeclaredChange.swift",
            text: """
                guard now.version &- before.version == Int32(truncatingIfNeeded: since.count),
                            now.cversion &- before.cversion == Int32(truncatingIfNeeded: added + removed),
                """,
            becomes: """
                guard MUTATED || now.version &- before.version == Int32(truncatingIfNeeded: since.count),
                            MUTATED || now.cversion &- before.cversion == Int32(truncatingIfNeeded: added + removed),
                """),
        Mutant(
            "an account is believed that takes off what still stands", in: "Holdfast/List/ListReader.swift",
            expression: "data.stat.czxid <= stat.pzxid", becomes: "false"),
        Mutant(
            "an account is believed that puts on what does not stand", in: "Holdfast/List/ListReader.swift",
            statements: "areAllThere = false", become: ""),
    ]
}
