/// The writer's word about a list, which stands in the parent's data: what is on it, and from which earlier word that follows.
///
/// A list that carries one is *declared*. Which declarations are believed is said in `docs/failure-model.md`.
public struct Declaration: Hashable, Sendable {
    /// How many earlier statements a declaration names.
    public static let lineageLimit = 64

    /// Which statement this is. Its generation is the greater of the previous one plus 1 and the writer's clock in milliseconds
    /// since 1970, so that it grows also after the ensemble was wiped.
    public var id: StatementID
    /// The number of children with this declaration.
    public var count: Int
    /// Whether the writer stated the full list, whatever they found there.
    public var isWhole: Bool
    /// Whether creations of this statement are still outstanding: absence proves nothing.
    public var hasMore: Bool
    /// The newest statements that this one descends from, at most ``lineageLimit``.
    public var lineage: [StatementID]
    /// What came and went with this statement, and with those before it, the newest first: one for this statement and one for each of
    /// the first in ``lineage``, as far as the writer keeps account of them.
    public var changes: [DeclaredChange]
    /// The name that the list was given by its writer, by which it is told from lists of other ensembles; nil where it has none.
    public var listName: String?
    /// The `czxid` of the list node that the writer found when they made this statement; nil where they did not say, or made the node.
    public var node: Int64?
    /// A statement with a generation that no clock will reach, in whose place a full statement put itself: this one, or one that it
    /// descends from.
    public var supersedes: StatementID?

    public init(
        id: StatementID, count: Int, isWhole: Bool = false, hasMore: Bool = false, lineage: [StatementID] = [],
        changes: [DeclaredChange] = [], listName: String? = nil, node: Int64? = nil, supersedes: StatementID? = nil
    ) {
        self.id = id
        self.count = count
        self.isWhole = isWhole
        self.hasMore = hasMore
        self.lineage = lineage
        self.changes = changes
        self.listName = listName
        self.node = node
        self.supersedes = supersedes
    }

    /// A declaration whose writer gave it no mark: its generation alone tells it from others.
    public init(
        generation: Int64, count: Int, isWhole: Bool = false, hasMore: Bool = false, lineage: [StatementID] = [],
        changes: [DeclaredChange] = []
    ) {
        self.init(
            id: StatementID(generation: generation), count: count, isWhole: isWhole, hasMore: hasMore, lineage: lineage,
            changes: changes)
    }

    /// Orders this statement among the others about the list.
    public var generation: Int64 { id.generation }

    /// Whether it continues what that statement declared.
    public func descends(from statement: StatementID) -> Bool {
        id.matches(statement) || lineage.contains { $0.matches(statement) } || supersedes?.matches(statement) == true
    }

    /// Whether it speaks of the list as it was read: it was written to this very node, no child came or went after it was written, and
    /// the count agrees.
    public func covers(_ stat: ListStat, count: Int) -> Bool {
        // The version of a node's data does not tell one that was deleted and made anew meanwhile.
        (node == nil || node == stat.identity.czxid) && stat.pzxid <= stat.mzxid && count == self.count
    }

    /// The Things that it names as put on the list, or as confirmed, by statements that are newer than a generation, and not as taken off
    /// since.
    func vouchedFor(after generation: Int64?) -> Set<ThingID> {
        var vouched: Set<ThingID> = []
        for (statement, change) in zip([id] + lineage, changes).reversed()
        where generation.map({ statement.generation > $0 }) ?? true {
            vouched.subtract(change.removed)
            vouched.formUnion(change.added)
            vouched.formUnion(change.confirmed)
        }
        return vouched
    }
}
