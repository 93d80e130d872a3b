/// What the parent's data say of a list: the writer's word, and whether it is believed.
enum Word: Hashable, Sendable {
    /// Declared, and believed at once.
    case declared(Declaration)
    /// Declared, but absence proves nothing by it.
    case doubted(Doubt)
    /// A declaration was accepted before, and now there is none.
    case lost
    /// There never was one.
    case undeclared

    /// Whether the writer has vouched for everything that is listed.
    var isWhole: Bool {
        if case .declared(let declaration) = self { declaration.isWhole } else { false }
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
    }
}
