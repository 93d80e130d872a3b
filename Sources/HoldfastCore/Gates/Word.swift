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

    /// - Parameters:
    ///   - accepted: the declaration that was last accepted.
    ///   - isAnythingAbsent: whether the reading lacks something that is assigned.
    init(_ reading: ListReading, accepted: AcceptedDeclaration?, isAnythingAbsent: Bool) {
        guard let declaration = reading.declaration else {
            self = accepted == nil ? .undeclared : .lost
            return
        }
        if declaration.hasMore {
            self = .doubted(.unfinished)
        } else if !declaration.covers(reading.namesStat, count: reading.entries.count)
            || accepted?.isReused(by: reading, isAnythingAbsent: isAnythingAbsent) == true
        {
            self = .doubted(.notCovering)
        } else if let accepted, declaration.generation < accepted.generation {
            self = .doubted(.behind)
        } else if declaration.isWhole || accepted.map({ declaration.descends(from: $0.generation) }) == true {
            self = .declared(declaration)
        } else {
            self = .doubted(.otherLineage)
        }
    }
}
