/// Which statement of a writer a declaration is.
///
/// The generation orders statements. It does not identify them: after a backup was restored, two histories may produce the same number.
/// The random mark tells those apart.
public struct StatementID: Hashable, Sendable {
    /// Grows with each statement about a list.
    public var generation: Int64
    /// A random number that the writer drew for this statement; nil where the writer gave none.
    public var mark: UInt64?

    public init(generation: Int64, mark: UInt64? = nil) {
        self.generation = generation
        self.mark = mark
    }

    /// Whether both can be the same statement. Where a mark is missing, the generations alone decide.
    public func matches(_ other: StatementID) -> Bool {
        guard generation == other.generation else { return false }
        guard let mark, let otherMark = other.mark else { return true }
        return mark == otherMark
    }
}

extension StatementID: ExpressibleByIntegerLiteral {
    /// A statement without a mark.
    public init(integerLiteral generation: Int64) {
        self.init(generation: generation)
    }
}
