/// The fourth gate: what the writer's word is worth, after the words that came before it.
struct WordGate: Sendable {
    /// The declaration that was last accepted; nil for an undeclared list.
    private(set) var accepted: AcceptedDeclaration?
    /// The newest statement that was ever read, accepted or not: an older one is no news.
    private(set) var newest: StatementID?
    /// The newest that were read since the last one was accepted, each of which no later one goes on from: what any of them put on the
    /// list may run. Several of them are several histories.
    private(set) var heads: [StatementID]

    /// More than can be in one lineage need not be told apart: nothing but a full statement goes on from all of them.
    private static let headLimit = Declaration.lineageLimit + 1
    /// How far beyond the worker's clock, in milliseconds, a generation is believed: clocks differ, and a writer whose clock was set back
    /// counts on from what they find.
    static let horizon: Int64 = 24 * 3600 * 1000

    init(accepted: AcceptedDeclaration? = nil, newest: StatementID? = nil, heads: [StatementID] = []) {
        self.accepted = accepted
        self.newest = newest
        self.heads = heads.isEmpty ? (newest ?? accepted?.id).map { [$0] } ?? [] : heads
    }

    /// A reading was accepted: what follows goes on from that.
    ///
    /// - Parameter isApproved: whether an operator said so: then the list bears the name that it shows, or none.
    mutating func accept(_ list: ListReading, isApproved: Bool = false) {
        let name = accepted?.listName
        accepted = AcceptedDeclaration(list)
        // A writer who knows nothing of names leaves the list the one that it has.
        if !isApproved, accepted?.listName == nil { accepted?.listName = name }
        heads = accepted.map { [$0.id] } ?? []
        if let declaration = list.declaration, puts(declaration, inPlaceOf: newest) { newest = declaration.id }
    }

    /// What became known with a declaration that was read and weighed.
    struct Finding {
        /// Whether it is anything that was not known.
        var isNews = false
        /// The newest generation that was read and that it has not heard of: what it says of the time up to there is past.
        var unheardOf: Int64?
    }

    /// A declaration was read and weighed.
    mutating func weighed(_ list: ListReading, at date: Int64?) -> Finding {
        guard let declaration = list.declaration else { return Finding() }
        var finding = Finding()
        let known = (heads + [newest, accepted?.id].compactMap(\.self)).filter { !isFromTheFuture($0, at: date) }
        finding.unheardOf = known.filter { !declaration.descends(from: $0) }.map(\.generation).max()
        // What lies in the future is outgrown by no other; what it put on the list may run all the same.
        let isOrdered = !isFromTheFuture(declaration.id, at: date)
        if isOrdered, newest.map({ $0.generation < declaration.generation }) ?? true {
            newest = declaration.id
            finding.isNews = true
        }
        guard !isKnown(declaration) else { return finding }
        heads = (heads.filter { !declaration.descends(from: $0) } + [declaration.id]).suffix(Self.headLimit)
        finding.isNews = true
        return finding
    }

    /// Whether it is a head itself, or what was accepted descends from it.
    private func isKnown(_ declaration: Declaration) -> Bool {
        heads.contains { $0.matches(declaration.id) }
            || accepted?.lineage.contains { $0.matches(declaration.id) } == true
    }

    /// - Parameters:
    ///   - isAnythingAbsent: whether the reading lacks something that is assigned.
    ///   - isOfAnotherHistory: whether the list may show another time: a word that is known already came with it.
    ///   - isContinued: whether the servers' counts show the history of what was accepted going on.
    ///   - date: what the worker's clock says.
    func word(
        of list: ListReading, isAnythingAbsent: Bool, isOfAnotherHistory: Bool, isContinued: Bool, at date: Int64?
    ) -> Word {
        guard let declaration = list.declaration else { return accepted == nil ? .undeclared : .lost }
        let descends = descends(declaration)
        if isOfAnotherName(declaration), !(isContinued && descends) { return .ofAnotherList }
        if isFromTheFuture(declaration.id, at: date) { return .doubted(.fromTheFuture) }
        if declaration.hasMore { return .doubted(.unfinished) }
        if !declaration.covers(list.namesStat, count: list.entries.count)
            || accepted?.isReused(by: list, isAnythingAbsent: isAnythingAbsent) == true
        {
            return .doubted(.notCovering)
        }
        if isBehind(declaration, isOfAnotherHistory: isOfAnotherHistory) { return .doubted(.behind) }
        return declaration.isWhole || descends ? .declared(declaration) : .doubted(.otherLineage)
    }

    /// Whether the list was given a name, and this one bears another or none.
    private func isOfAnotherName(_ declaration: Declaration) -> Bool {
        accepted?.listName.map { $0 != declaration.listName } ?? false
    }

    /// Whether neither a clock nor the statements that are known lead to its generation: once believed it could not be outgrown.
    private func isFromTheFuture(_ statement: StatementID, at date: Int64?) -> Bool {
        guard let date else { return false }
        return statement.generation - Self.horizon > max(date, newest?.generation ?? 0)
    }

    /// Whether it is older than what was read before, or another statement of that age. Where an operator has approved something older,
    /// what descends from that goes on; a full statement alone may as well have come back with a backup.
    private func isBehind(_ declaration: Declaration, isOfAnotherHistory: Bool) -> Bool {
        guard let newest, declaration.generation <= newest.generation, !puts(declaration, inPlaceOf: newest) else {
            return false
        }
        if isOfAnotherHistory { return true }
        if declaration.generation == newest.generation, !declaration.id.matches(newest) { return true }
        guard let accepted, !accepted.id.matches(newest) else { return declaration.generation < newest.generation }
        return declaration.isWhole || !declaration.descends(from: accepted.id)
    }

    /// Whether a full statement, or what goes on from one, takes the place of that one, whose generation no clock will reach.
    private func puts(_ declaration: Declaration, inPlaceOf statement: StatementID?) -> Bool {
        guard let statement, let superseded = declaration.supersedes else { return false }
        return declaration.generation < statement.generation && superseded.matches(statement)
    }

    /// Whether it goes on from what was accepted, and from all that was read since: a Thing that some word had put on the list is not
    /// taken off by one that has not heard of it.
    private func descends(_ declaration: Declaration) -> Bool {
        guard let accepted, declaration.descends(from: accepted.id) else { return false }
        return heads.allSatisfy { declaration.descends(from: $0) }
    }
}
