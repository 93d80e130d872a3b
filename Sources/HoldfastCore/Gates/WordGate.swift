/// The fourth gate: what the writer's word is worth, after the words that came before it.
struct WordGate: Sendable {
    /// The declaration that was last accepted; nil for an undeclared list.
    private(set) var accepted: AcceptedDeclaration?
    /// The newest generation that was ever read, accepted or not: an older one is no news.
    private(set) var newestGeneration: Int64?
    /// The newest that were read since the last one was accepted, each of which no later one goes on from: what any of them put on the
    /// list may run. Several of them are several histories.
    private(set) var heads: [Int64]

    /// More than can be in one lineage need not be told apart: nothing but a full statement goes on from all of them.
    private static let headLimit = Declaration.lineageLimit + 1

    init(accepted: AcceptedDeclaration? = nil, newestGeneration: Int64? = nil, heads: [Int64] = []) {
        self.accepted = accepted
        self.newestGeneration = newestGeneration ?? accepted?.generation
        self.heads = heads.isEmpty ? self.newestGeneration.map { [$0] } ?? [] : heads
    }

    /// A reading was accepted: what follows goes on from that.
    mutating func accept(_ list: ListReading) {
        accepted = AcceptedDeclaration(list)
        heads = accepted.map { [$0.generation] } ?? []
    }

    /// - Returns: whether its generation is the newest so far.
    mutating func weighed(_ list: ListReading) -> Bool {
        guard let declaration = list.declaration else { return false }
        let generation = declaration.generation
        if heads.allSatisfy({ $0 <= generation }) {
            heads = (heads.filter { !declaration.descends(from: $0) } + [generation]).suffix(Self.headLimit)
        }
        defer { newestGeneration = max(newestGeneration ?? generation, generation) }
        return newestGeneration.map { $0 < generation } ?? true
    }

    /// - Parameters:
    ///   - isAnythingAbsent: whether the reading lacks something that is assigned.
    ///   - isOfAnotherHistory: whether the list may show another time: a word that is known already came with it.
    func word(of list: ListReading, isAnythingAbsent: Bool, isOfAnotherHistory: Bool) -> Word {
        guard let declaration = list.declaration else { return accepted == nil ? .undeclared : .lost }
        if declaration.hasMore { return .doubted(.unfinished) }
        if !declaration.covers(list.namesStat, count: list.entries.count)
            || accepted?.isReused(by: list, isAnythingAbsent: isAnythingAbsent) == true
        {
            return .doubted(.notCovering)
        }
        if isBehind(declaration, isOfAnotherHistory: isOfAnotherHistory) { return .doubted(.behind) }
        return declaration.isWhole || descends(declaration) ? .declared(declaration) : .doubted(.otherLineage)
    }

    /// Whether it is older than what was read before. Where an operator has approved something older, what descends from that goes
    /// on; a full statement alone may as well have come back with a backup.
    private func isBehind(_ declaration: Declaration, isOfAnotherHistory: Bool) -> Bool {
        guard let newestGeneration, declaration.generation <= newestGeneration else { return false }
        if isOfAnotherHistory { return true }
        guard declaration.generation < newestGeneration else { return false }
        guard let accepted, accepted.generation < newestGeneration else { return true }
        return !declaration.descends(from: accepted.generation)
    }

    /// Whether it goes on from what was accepted, and from all that was read since: a Thing that some word had put on the list is not
    /// taken off by one that has not heard of it.
    private func descends(_ declaration: Declaration) -> Bool {
        accepted.map { declaration.descends(from: $0.generation) } == true
            && heads.allSatisfy { declaration.descends(from: $0) }
    }
}
