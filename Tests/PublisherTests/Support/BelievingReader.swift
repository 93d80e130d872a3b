import HoldfastCore

/// A worker that believes declarations and nothing else, by the rules of `docs/declared-lists.md`, written a second time and as
/// plainly as they stand there: what it would stop is what a publisher must not get wrong.
struct BelievingReader {
    /// What runs.
    private(set) var assigned: Set<ThingID>
    /// The generation that was last accepted.
    private(set) var accepted: StatementID?
    /// The newest generation that was seen, accepted or not: what was started from it must not be stopped by a word that does not
    /// know of it, as the next one after a restored backup.
    private var seen: StatementID?

    init(assigned: Set<ThingID> = [], accepted: StatementID? = nil) {
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
        if declaration.generation > newest.generation { seen = declaration.id }
        guard view.isAsDeclared, !declaration.hasMore, declaration.generation >= newest.generation else { return [] }
        let isContinued = accepted.map { declaration.descends(from: $0) && declaration.descends(from: newest) }
        // A list that holds all that runs costs nothing to accept.
        guard declaration.isWhole || isContinued == true || absent.isEmpty else { return [] }
        accepted = declaration.id
        assigned = view.names
        return absent
    }
}
