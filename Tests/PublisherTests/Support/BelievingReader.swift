import HoldfastCore

/// A worker that believes declarations and nothing else, by the rules of `docs/declared-lists.md`, written a second time and as
/// plainly as they stand there: what it would stop is what a publisher must not get wrong.
struct BelievingReader {
    /// What runs.
    private(set) var assigned: Set<ThingID>
    /// The generation that was last accepted.
    private(set) var accepted: Int64?

    init(assigned: Set<ThingID> = [], accepted: Int64? = nil) {
        self.assigned = assigned
        self.accepted = accepted
    }

    /// - Returns: what it stops.
    mutating func read(_ view: ListView) -> Set<ThingID> {
        let absent = assigned.subtracting(view.names)
        assigned.formUnion(view.names)
        guard let declaration = view.declaration, view.isAsDeclared, !declaration.hasMore else { return [] }
        guard declaration.generation >= accepted ?? 0 else { return [] }
        let isContinued = accepted.map { declaration.generation == $0 || declaration.lineage.contains($0) } ?? false
        // A list that holds all that runs costs nothing to accept.
        guard declaration.isWhole || isContinued || absent.isEmpty else { return [] }
        accepted = declaration.generation
        assigned = view.names
        return absent
    }
}
