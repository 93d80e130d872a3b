import HoldfastCore

/// A worker that believes declarations and nothing else, by the rules of `docs/declared-lists.md`, written a second time and as
/// plainly as they stand there: what it would stop is what a publisher must not get wrong.
struct BelievingReader {
    /// What runs.
    private(set) var assigned: Set<ThingID>
    /// The generation that was last accepted.
    private(set) var accepted: Int64?
    /// The newest generation that was seen, accepted or not: what was started from it must not be stopped by a word that does not
    /// know of it, as the next one after a restored backup.
    private var seen: Int64?

    init(assigned: Set<ThingID> = [], accepted: Int64? = nil) {
        self.assigned = assigned
        self.accepted = accepted
        seen = accepted
    }

    /// - Returns: what it stops.
    mutating func read(_ view: ListView) -> Set<ThingID> {
        let absent = assigned.subtracting(view.names)
        assigned.formUnion(view.names)
        guard let declaration = view.declaration else { return [] }
        let newest = seen ?? 0
        seen = max(newest, declaration.generation)
        guard view.isAsDeclared, !declaration.hasMore, declaration.generation >= newest else { return [] }
        let isContinued = accepted.map { descends(declaration, from: $0) && descends(declaration, from: newest) }
        // A list that holds all that runs costs nothing to accept.
        guard declaration.isWhole || isContinued == true || absent.isEmpty else { return [] }
        accepted = declaration.generation
        assigned = view.names
        return absent
    }

    private func descends(_ declaration: Declaration, from generation: Int64) -> Bool {
        declaration.generation == generation || declaration.lineage.contains(generation)
    }
}
