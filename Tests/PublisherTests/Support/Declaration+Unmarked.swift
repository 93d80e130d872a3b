import HoldfastCore

extension Declaration {
    /// What a reader sees that knows of no marks, and does not look at which node it was written to.
    var unmarked: Declaration {
        Declaration(
            generation: generation, count: count, isWhole: isWhole, hasMore: hasMore,
            lineage: lineage.map { StatementID(generation: $0.generation) }, changes: changes)
    }

    /// The generations that it descends from, the newest first.
    var descentGenerations: [Int64] { lineage.map(\.generation) }
}
