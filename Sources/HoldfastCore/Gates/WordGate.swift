/// The fourth gate: what the writer's word is worth, after the words that came before it.
struct WordGate: Sendable {
    /// The declaration that was last accepted; nil for an undeclared list.
    var accepted: AcceptedDeclaration?
    /// The newest generation that was ever read, accepted or not: an older one is no news.
    private(set) var newestGeneration: Int64?
    /// The newest that was read since an operator last approved a reading: what it put on the list may run.
    private(set) var present: Int64?

    init(accepted: AcceptedDeclaration? = nil, newestGeneration: Int64? = nil, present: Int64? = nil) {
        self.accepted = accepted
        self.newestGeneration = newestGeneration ?? accepted?.generation
        self.present = present ?? self.newestGeneration
    }

    /// A reading was accepted on an operator's word: what follows goes on from that.
    mutating func approved(_ list: ListReading) {
        accepted = AcceptedDeclaration(list)
        present = accepted?.generation
    }

    /// - Returns: whether its generation is the newest so far.
    mutating func weighed(_ list: ListReading) -> Bool {
        guard let generation = list.declaration?.generation else { return false }
        present = max(present ?? generation, generation)
        defer { newestGeneration = max(newestGeneration ?? generation, generation) }
        return newestGeneration.map { $0 < generation } ?? true
    }

    /// - Parameters:
    ///   - isAnythingAbsent: whether the reading lacks something that is assigned.
    ///   - isOfAnotherHistory: whether the list may show another time: a word that is known already came with it.
    ///   - requiresDeclaration: whether a list without a declaration says nothing, though none was ever accepted.
    func word(
        of list: ListReading, isAnythingAbsent: Bool, isOfAnotherHistory: Bool, requiresDeclaration: Bool = false
    ) -> Word {
        guard let declaration = list.declaration else {
            return accepted == nil && !requiresDeclaration ? .undeclared : .lost
        }
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

    /// Whether it goes on from what was accepted, and from what was read since: a Thing that a newer word had put on the list is not
    /// taken off by one that has not heard of it.
    private func descends(_ declaration: Declaration) -> Bool {
        guard let accepted, let present else { return false }
        return declaration.descends(from: accepted.generation) && declaration.descends(from: present)
    }
}
