/// The declaration that was last accepted: each statement is made once, with one revision of its list.
public struct AcceptedDeclaration: Hashable, Sendable {
    /// Which statement it is.
    public var id: StatementID
    /// The revision of the list (the parent's `pzxid`) that it was accepted with.
    public var revision: Int64
    /// The statements that it descends from.
    public var lineage: [StatementID]
    /// The name of the list; nil where its writer gave it none.
    public var listName: String?

    public init(id: StatementID, revision: Int64, lineage: [StatementID] = [], listName: String? = nil) {
        self.id = id
        self.revision = revision
        self.lineage = lineage
        self.listName = listName
    }

    init?(_ list: ListReading) {
        guard let declaration = list.declaration else { return nil }
        self.init(
            id: declaration.id, revision: list.namesStat.pzxid, lineage: declaration.lineage,
            listName: declaration.listName)
    }

    /// Whether a reading bears this statement and is not what was accepted with it. What that declaration took off went when it was
    /// accepted; what came or went since was changed behind it, though it may look covered: its bytes were written once more, or
    /// the servers went back to it.
    func isReused(by list: ListReading, isAnythingAbsent: Bool) -> Bool {
        guard let declaration = list.declaration, declaration.id.matches(id) else { return false }
        return isAnythingAbsent || list.namesStat.pzxid != revision
    }
}
