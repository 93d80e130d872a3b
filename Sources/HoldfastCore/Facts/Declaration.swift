/// The writer's word about a list, which stands in the parent's data: what is on it, and from which earlier word that follows.
///
/// A list that carries one is *declared*. Which declarations are believed is said in `docs/failure-model.md`.
public struct Declaration: Hashable, Sendable {
    /// How many earlier generations a declaration names.
    public static let lineageLimit = 64

    /// Unique and growing, also after the ensemble was wiped: the greater of the previous one plus 1 and the writer's clock in
    /// milliseconds since 1970.
    public var generation: Int64
    /// The number of children with this declaration.
    public var count: Int
    /// Whether the writer stated the full list, whatever it found there.
    public var isWhole: Bool
    /// Whether creations of this statement are still outstanding: absence proves nothing.
    public var hasMore: Bool
    /// The newest generations that this one descends from, at most ``lineageLimit``.
    public var lineage: [Int64]
    /// What came and went with this statement, and with those before it, the newest first: one for this generation and one for each of
    /// the first in ``lineage``, as far as the writer keeps account of them.
    public var changes: [DeclaredChange]

    public init(
        generation: Int64, count: Int, isWhole: Bool = false, hasMore: Bool = false, lineage: [Int64] = [],
        changes: [DeclaredChange] = []
    ) {
        self.generation = generation
        self.count = count
        self.isWhole = isWhole
        self.hasMore = hasMore
        self.lineage = lineage
        self.changes = changes
    }

    /// Whether it continues what was declared under that generation.
    public func descends(from generation: Int64) -> Bool {
        self.generation == generation || lineage.contains(generation)
    }

    /// Whether it speaks of the list as it was read: no child came or went after it was written, and the count agrees.
    public func covers(_ stat: ListStat, count: Int) -> Bool {
        stat.pzxid <= stat.mzxid && count == self.count
    }
}
