// The core: what is believed.
extension Mutant {
    static let core = connection + reading + history + past + declaration + identity + absence + approval

    private static let connection = [
        Mutant(
            "a new session is believed at once", in: "HoldfastCore/AssignmentCore+Connection.swift",
            expression: "settling != nil || (isDoubtful && !assigned.isEmpty)", becomes: "settling != nil"),
        Mutant(
            "the settle time does not matter", in: "HoldfastCore/AssignmentCore+Connection.swift",
            expression: "now + settings.settle", becomes: "now"),
        Mutant(
            "a reading of an earlier connection is believed", in: "HoldfastCore/AssignmentCore+Reading.swift",
            statements: "guard isOfPresentConnection(reading.connection) else { return [] }", become: ""),
    ]

    private static let reading = [
        Mutant(
            "a reading that failed is an empty list", in: "HoldfastCore/AssignmentCore+Reading.swift",
            statements: "knowledge = .failed\n", become: "knowledge = .failed\n" + stopEverything),
        Mutant(
            "a missing list is an empty list", in: "HoldfastCore/AssignmentCore+Reading.swift",
            statements: "fell(into: .missing)\n", become: stopEverything),
        Mutant(
            "what stands below a sharded list is the list", in: "HoldfastCore/AssignmentCore+Reading.swift",
            expression: "list.isSharded", becomes: "false"),
    ]

    /// Stops all that is assigned, on the strength of what was read last.
    private static let stopEverything = """
        if let stat = history.floor?.stat {
            let list = ListReading(namesStat: stat, dataStat: stat, entries: [:])
            directives += remove(assigned.keys, by: list, on: .heldStill, at: now)
        }

        """

    private static let history = [
        Mutant(
            "a rewound history is believed", in: "HoldfastCore/AssignmentCore+Reading.swift",
            statements: "fell(into: .rewound)\n", become: "break"),
        Mutant(
            "another history is believed", in: "HoldfastCore/AssignmentCore+Reading.swift",
            statements: "fell(into: .differs)\n", become: "break"),
        Mutant(
            "a list that was created anew is the old one", in: "HoldfastCore/AssignmentCore+Reading.swift",
            statements: "if recreated(as: list.namesStat.identity) { settle(from: now, delayingStarts: true) }\n",
            become: "break"),
        Mutant(
            "trouble ends with the next reading", in: "HoldfastCore/AssignmentCore+Word.swift",
            statements: "if absent.isEmpty { endTrouble(with: list) }", become: "endTrouble(with: list)"),
        Mutant(
            "what another history left behind is a word", in: "HoldfastCore/AssignmentCore+Following.swift",
            expression: "awaitingWord[id].map { node.czxid > $0 } ?? true", becomes: "true"),
    ]

    private static let past = [
        Mutant(
            "what was read before the names is as good as what was read after",
            in: "HoldfastCore/Gates/HistoryGate.swift",
            expression: "then.isCurrent || node.czxid < then.czxid", becomes: "true"),
        Mutant(
            "the high water goes back with the floor", in: "HoldfastCore/Memory/HighWater.swift",
            expression: "max(known ?? stat.pzxid, stat.pzxid)", becomes: "stat.pzxid"),
    ]

    private static let identity = [
        Mutant(
            "a generation is an identity", in: "HoldfastCore/Facts/StatementID.swift",
            expression: "mark == otherMark", becomes: "true"),
        Mutant(
            "a statement speaks of any node", in: "HoldfastCore/Facts/Declaration.swift",
            expression: "(node == nil || node == stat.identity.czxid)", becomes: "true"),
        Mutant(
            "a list of another name is ours", in: "HoldfastCore/Gates/WordGate.swift",
            expression: "accepted?.listName.map { $0 != declaration.listName } ?? false", becomes: "false"),
        Mutant(
            "the future is believed", in: "HoldfastCore/Gates/WordGate.swift",
            expression: "statement.generation - Self.horizon > max(date, newest?.generation ?? 0)", becomes: "false"),
        Mutant(
            "an approval speaks of numbers alone", in: "HoldfastCore/Words/NamesDigest.swift",
            statements: "value = hash\n",
            become: "value = 0"),
    ]

    private static let declaration = [
        Mutant(
            "a declaration speaks of whatever is listed", in: "HoldfastCore/Gates/WordGate.swift",
            expression: "!declaration.covers(list.namesStat, count: list.entries.count)", becomes: "false"),
        Mutant(
            "an unfinished statement is believed", in: "HoldfastCore/Gates/WordGate.swift",
            statements: "if declaration.hasMore { return .doubted(.unfinished) }", become: ""),
        Mutant(
            "an older statement is believed", in: "HoldfastCore/Gates/WordGate.swift",
            statements: "if isBehind(declaration, isOfAnotherHistory: isOfAnotherHistory) { return .doubted(.behind) }",
            become: ""),
        Mutant(
            "any statement continues what was accepted", in: "HoldfastCore/Gates/WordGate.swift",
            expression: "declaration.isWhole || descends ?", becomes: "true ?"),
        Mutant(
            "what was read and not accepted is forgotten", in: "HoldfastCore/Gates/WordGate.swift",
            expression: "heads.filter { !declaration.descends(from: $0) } + [declaration.id]",
            becomes: "[declaration.id]"),
        Mutant(
            "a lost declaration leaves an undeclared list", in: "HoldfastCore/Gates/WordGate.swift",
            expression: "accepted == nil ? .undeclared : .lost", becomes: ".undeclared"),
    ]

    private static let absence = [
        Mutant(
            "an emptied list is believed", in: "HoldfastCore/AssignmentCore+Word.swift", statements: "return .empty\n",
            become: "return nil"),
        Mutant(
            "the going of an ephemeral entry is a removal", in: "HoldfastCore/AssignmentCore+Word.swift",
            statements: "return .ephemeralGone\n", become: "return nil"),
        Mutant(
            "there is no brake", in: "HoldfastCore/AssignmentCore+Word.swift", statements: "return .braked\n",
            become: "return nil"),
        Mutant(
            "a list need not hold still", in: "HoldfastCore/AssignmentCore+Removal.swift",
            expression: "begun >= stillness.since + settings.quiet", becomes: "true"),
        Mutant(
            "the brake releases at once", in: "HoldfastCore/AssignmentCore+Removal.swift",
            expression: "knownTime.total - $0 >= release", becomes: "true"),
    ]

    private static let approval = [
        Mutant(
            "a reading is approved without an operator", in: "HoldfastCore/AssignmentCore+Word.swift",
            statements:
                "if let token = list.approval, token == approvalToken { directives += accept(approved: token, at: now) }",
            become: "if let token = approvalToken { directives += accept(approved: token, at: now) }")
    ]
}
