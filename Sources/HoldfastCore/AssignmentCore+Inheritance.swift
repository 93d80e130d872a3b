// A list is spread over other places: what is assigned goes on under the cores of these.
extension AssignmentCore {
    /// What the core of one place hands on.
    struct Estate {
        var things: [ThingID: LastKnownGood.Thing]
        var suspended: [ThingID: Suspension]
        var awaitingWord: Set<ThingID>
    }

    /// A core that goes on from the cores of the places before, with those of their Things that are its own.
    ///
    /// It believes nothing of what they believed but that these Things are assigned. Whether the first declaration of its place
    /// continues theirs is for the caller to say: then it proves absence as any declaration does that descends from the last.
    ///
    /// - Parameters:
    ///   - birth: the generation from which the declarations of its place descend; nil where that is not known to continue what the
    ///     cores before had accepted.
    ///   - revision: the zxid of the change: an entry that waits for a word and was made no later was only copied.
    init(continuing cores: [AssignmentCore], with estate: Estate, birth: Int64?, revision: Int64, at now: Moment) {
        self.init(settings: cores[0].settings)
        requiresDeclaration = true
        connectionGate = cores[0].connectionGate
        assigned = estate.things
        suspended = estate.suspended
        awaitingWord = Dictionary(uniqueKeysWithValues: estate.awaitingWord.map { ($0, revision) })
        approvals = cores.map(\.approvals).max() ?? 0
        // What any of them rests on is no newer than this.
        provedAt = cores.filter { !$0.assigned.isEmpty }.compactMap(\.oldestProof).min()
        coldStartAt = cores.compactMap(\.coldStartAt).min()
        if let birth {
            wordGate = WordGate(
                accepted: AcceptedDeclaration(generation: birth, revision: -1), newestGeneration: birth)
        } else {
            wordGate = WordGate(newestGeneration: cores.compactMap(\.wordGate.newestGeneration).max())
        }
        let causes = cores.reduce(into: Set<ListTrouble.Cause>()) { $0.formUnion($1.trouble?.causes ?? []) }
        if !causes.isEmpty { trouble = ListTrouble(causes) }
        brake.beginCounting()
        posture.since = now
        _ = conclude(at: now)
    }

    /// Whether what this core accepted is among what a place was declared as, when another layout came into force.
    func isContinued(by generations: [Int64]) -> Bool {
        guard !assigned.isEmpty else { return true }
        return wordGate.isContinued { generations.contains($0) }
    }
}
