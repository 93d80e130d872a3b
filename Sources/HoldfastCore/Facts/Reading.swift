/// What one attempt to read the list gave.
public struct Reading: Hashable, Sendable {
    /// How the attempt ended.
    public enum Outcome: Hashable, Sendable {
        /// The list was read.
        case list(ListReading)
        /// The list node does not stand.
        case missing
        /// There was no answer, or an answer that is an error.
        case failed
    }

    /// The connection over which it was made (``AssignmentCore/connected(_:at:)``). A reading over another one is ignored.
    public var connection: Int
    /// When the attempt began: what it gave was true at that moment or later.
    public var begun: Moment
    /// Whether the server was made to catch up with the leader just before.
    public var afterSync: Bool
    /// How it ended.
    public var outcome: Outcome
    /// What the worker's own clock said, in milliseconds since 1970; nil where it is not known.
    public var date: Int64?

    public init(connection: Int, begun: Moment, afterSync: Bool, outcome: Outcome, date: Int64? = nil) {
        self.connection = connection
        self.begun = begun
        self.afterSync = afterSync
        self.outcome = outcome
        self.date = date
    }
}

/// The two halves of a read list, each with the stat that came with it.
public struct ListReading: Hashable, Sendable {
    /// The stat that came with the names.
    public var namesStat: ListStat
    /// The stat that came with the parent's data.
    public var dataStat: ListStat
    /// The declaration in the parent's data; nil where they hold anything else.
    public var declaration: Declaration?
    /// The approval in the parent's data.
    public var approval: ApprovalToken?
    /// Whether the parent's data say that the list is spread over shards, as older versions could spread it: what stands below the
    /// node is not the list.
    public var isSharded: Bool
    /// The names, with what could be read of each.
    public var entries: ListEntries

    public init(
        namesStat: ListStat, dataStat: ListStat, declaration: Declaration? = nil, approval: ApprovalToken? = nil,
        isSharded: Bool = false, entries: ListEntries
    ) {
        self.namesStat = namesStat
        self.dataStat = dataStat
        self.declaration = declaration
        self.approval = approval
        self.isSharded = isSharded
        self.entries = entries
    }
}
