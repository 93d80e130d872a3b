/// What one declared statement put on a list and took off it, as its writer says.
public struct DeclaredChange: Hashable, Sendable {
    /// The Things whose nodes it created.
    public var added: [ThingID]
    /// The Things whose nodes it deleted.
    public var removed: [ThingID]
    /// The Things that it found on the list and confirmed, without a change of their nodes.
    public var confirmed: [ThingID]

    public init(added: [ThingID] = [], removed: [ThingID] = [], confirmed: [ThingID] = []) {
        self.added = added
        self.removed = removed
        self.confirmed = confirmed
    }
}

extension Declaration {
    /// What came and went between an older declaration and this one, the oldest change first, on this one's word.
    ///
    /// Given only where ZooKeeper's own counts bear that word out, so that nothing else can have come or gone: the same node, covered by both
    /// declarations; as many writes of its data as there were statements; and as many creations and deletions of children as they name.
    /// Then the names are known as well as if they had been listed again.
    ///
    /// - Parameters:
    ///   - older: a declaration that covered the list, whose names are known.
    ///   - before: the stat of the list node with the older declaration.
    ///   - now: the stat of the list node with this one.
    ///
    /// - Returns: nil where the names have to be listed.
    public func changes(since older: Declaration, _ before: ListStat, until now: ListStat) -> [DeclaredChange]? {
        guard before.identity == now.identity, now.pzxid <= now.mzxid else { return nil }
        if before == now { return self == older ? [] : nil }
        guard before.mzxid < now.mzxid, let place = lineage.firstIndex(where: { $0.matches(older.id) }),
            place < changes.count
        else { return nil }
        let since = changes[...place]
        let added = since.reduce(0) { $0 + $1.added.count }
        let removed = since.reduce(0) { $0 + $1.removed.count }
        guard now.version &- before.version == Int32(truncatingIfNeeded: since.count),
            now.cversion &- before.cversion == Int32(truncatingIfNeeded: added + removed),
            older.count + added - removed == count
        else { return nil }
        return since.reversed()
    }
}
