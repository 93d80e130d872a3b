/// What the parent's data say of a list: the writer's word, and whether it is believed.
enum Word: Hashable, Sendable {
    /// Declared, and believed at once.
    case declared(Declaration)
    /// Declared, but absence proves nothing by it.
    case doubted(Doubt)
    /// A declaration was accepted before, and now there is none.
    case lost
    /// The list that was accepted bears a name, and in another history there is one that bears another.
    case ofAnotherList
    /// There never was one.
    case undeclared

    /// Whether the writer has vouched for everything that is listed.
    var isWhole: Bool {
        if case .declared(let declaration) = self { declaration.isWhole } else { false }
    }

    /// Whether there is a declaration, and it is not known to be an older one.
    var isNews: Bool {
        switch self {
        case .declared, .doubted(.unfinished), .doubted(.notCovering), .doubted(.otherLineage): true
        case .doubted(.behind), .doubted(.fromTheFuture), .lost, .ofAnotherList, .undeclared: false
        }
    }

    /// Whether nothing that is listed is believed to be assigned.
    var holdsEverything: Bool {
        switch self {
        case .lost, .ofAnotherList: true
        case .declared, .doubted, .undeclared: false
        }
    }

    /// Why a declaration does not prove absence.
    enum Doubt: Hashable, Sendable {
        /// Creations of its statement are still outstanding.
        case unfinished
        /// Children came or went after it was written, whatever was written over it since, or their number is another.
        case notCovering
        /// It is older than the one that was last accepted.
        case behind
        /// It neither states the whole list nor descends from what was last accepted.
        case otherLineage
        /// Its generation lies far beyond every clock.
        case fromTheFuture
    }
}
