/// The core with one of its protective rules switched off, as a change of one place in its source.
package struct Mutant: Sendable {
    /// The rule, as one that is broken.
    package let name: String
    /// The file, from the root of the package.
    package let file: String
    /// What stands there, in one place.
    package let original: String
    /// What is put in its place.
    package let replacement: String

    fileprivate init(_ name: String, in file: String, _ original: String, becomes replacement: String) {
        self.name = name
        self.file = "Sources/HoldfastCore/" + file
        self.original = original
        self.replacement = replacement
    }

    /// The source with the rule switched off; nil where the place is not found, or found more than once.
    package func applied(to source: String) -> String? {
        let parts = source.split(separator: original, omittingEmptySubsequences: false)
        return parts.count == 2 ? parts.joined(separator: replacement) : nil
    }
}

extension Mutant {
    /// What an exploration must find.
    package static let all: [Mutant] = connection + reading + history + declaration + absence

    private static let connection = [
        Mutant(
            "a new session is believed at once", in: "AssignmentCore+Connection.swift",
            "if settling != nil || (isDoubtful && !assigned.isEmpty) {", becomes: "if settling != nil {"),
        Mutant(
            "the settle time does not matter", in: "AssignmentCore+Removal.swift",
            "trouble == nil && settling == nil && begun", becomes: "trouble == nil && begun"),
    ]

    private static let reading = [
        Mutant(
            "a reading that failed is an empty list", in: "AssignmentCore+Reading.swift", "knowledge = .failed\n",
            becomes: "knowledge = .failed\n" + stopEverything),
        Mutant(
            "a missing list is an empty list", in: "AssignmentCore+Reading.swift", "fell(into: .missing)\n",
            becomes: stopEverything),
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
            "a rewound history is believed", in: "AssignmentCore+Reading.swift", "fell(into: .rewound)\n",
            becomes: "break\n"),
        Mutant(
            "another history is believed", in: "AssignmentCore+Reading.swift", "fell(into: .differs)\n",
            becomes: "break\n"),
        Mutant(
            "a list that was created anew is the old one", in: "AssignmentCore+Reading.swift",
            "if recreated(as: list.namesStat.identity) { settle(from: now, delayingStarts: true) }\n",
            becomes: "break\n"),
        Mutant(
            "trouble ends with the next reading", in: "AssignmentCore+Word.swift",
            "if absent.isEmpty { endTrouble(with: list) }", becomes: "endTrouble(with: list)"),
        Mutant(
            "what another history left behind is a word", in: "AssignmentCore+Following.swift",
            "awaitingWord[id].map { node.czxid > $0 } ?? true", becomes: "true"),
    ]

    private static let declaration = [
        Mutant(
            "a declaration speaks of whatever is listed", in: "Gates/WordGate.swift",
            "!declaration.covers(list.namesStat, count: list.entries.count)", becomes: "false"),
        Mutant(
            "an unfinished statement is believed", in: "Gates/WordGate.swift",
            "if declaration.hasMore { return .doubted(.unfinished) }\n", becomes: "\n"),
        Mutant(
            "an older statement is believed", in: "Gates/WordGate.swift",
            "if isBehind(declaration, isOfAnotherHistory: isOfAnotherHistory) { return .doubted(.behind) }\n",
            becomes: "\n"),
        Mutant(
            "any statement continues what was accepted", in: "Gates/WordGate.swift",
            "declaration.isWhole || descends(declaration) ?", becomes: "declaration.isWhole || true ?"),
        Mutant(
            "a lost declaration leaves an undeclared list", in: "Gates/WordGate.swift",
            "accepted == nil && !requiresDeclaration ? .undeclared : .lost", becomes: ".undeclared"),
    ]

    private static let absence = [
        Mutant(
            "an emptied list is believed", in: "AssignmentCore+Word.swift", "return .empty\n", becomes: "return nil\n"),
        Mutant(
            "the going of an ephemeral entry is a removal", in: "AssignmentCore+Word.swift", "return .ephemeralGone\n",
            becomes: "return nil\n"),
        Mutant("there is no brake", in: "AssignmentCore+Word.swift", "return .braked\n", becomes: "return nil\n"),
        Mutant(
            "a list need not hold still", in: "AssignmentCore+Removal.swift",
            "begun >= stillness.since + settings.quiet", becomes: "begun >= .zero"),
        Mutant(
            "the brake releases at once", in: "AssignmentCore+Removal.swift", "knownTime.total - $0 >= release",
            becomes: "knownTime.total - $0 >= release - release"),
    ]
}
