import HoldfastCore

/// A list as ZooKeeper keeps it: its zxids and counts move as the servers move them.
struct ModelList: Hashable {
    private(set) var zxid: Int64 = 100
    private(set) var clock: Int64 = 1_700_000_000_000
    /// By how much the clock of whoever declares the list is ahead, in milliseconds.
    var clockError: Int64 = 0
    /// The name that is stated with the list.
    var name: String?
    /// How many statements were ever made: each is known by its mark.
    var statements: UInt64 = 0
    private(set) var stat: ListStat
    private(set) var entries: [ThingID: EntryNode] = [:]
    /// What the parent's data say.
    private(set) var declaration: Declaration?
    private(set) var approval: ApprovalToken?

    init(_ ids: ThingID...) {
        self.init(ids)
    }

    init(_ ids: [ThingID]) {
        stat = ListStat(
            identity: ListIdentity(czxid: 100, ctime: 1_700_000_000_000), pzxid: 100, cversion: 0, mzxid: 100,
            version: 0
        )
        for id in ids { add(id) }
    }

    mutating func add(_ id: ThingID, payload: String = "p", ephemeral: Bool = false) {
        guard entries[id] == nil else { return }
        zxid += 1
        entries[id] = EntryNode(payload: Array(payload.utf8), czxid: zxid, mzxid: zxid, isEphemeral: ephemeral)
        stat.pzxid = zxid
        stat.cversion &+= 1
    }

    mutating func remove(_ id: ThingID) {
        remove([id])
    }

    /// Removes them in one transaction.
    mutating func remove(_ ids: [ThingID]) {
        let gone = ids.filter { entries.removeValue(forKey: $0) != nil }
        guard !gone.isEmpty else { return }
        zxid += 1
        stat.pzxid = zxid
        stat.cversion &+= Int32(gone.count)
    }

    mutating func removeAll() {
        remove(entries.keys.sorted())
    }

    mutating func set(_ id: ThingID, payload: String) {
        guard var node = entries[id] else { return }
        zxid += 1
        node.payload = Array(payload.utf8)
        node.mzxid = zxid
        entries[id] = node
    }

    /// The servers lost everything, and somebody made the list anew with these on it.
    mutating func recreate(_ ids: [ThingID]) {
        clock += 1000
        zxid += 1
        entries = [:]
        (declaration, approval) = (nil, nil)
        stat = ListStat(
            identity: ListIdentity(czxid: zxid, ctime: clock), pzxid: zxid, cversion: 0, mzxid: zxid, version: 0
        )
        for id in ids { add(id) }
    }

    /// The servers' data were replaced by a backup; time has gone on.
    mutating func restore(_ backup: ModelList) {
        let (clock, clockError, statements) = (clock, clockError, statements)
        self = backup
        (self.clock, self.clockError, self.statements) = (clock + 1000, clockError, statements)
    }

    /// The servers lost everything, their zxids too, and somebody made the list anew with these on it.
    mutating func wipe(_ ids: [ThingID]) {
        zxid = 0
        recreate(ids)
    }

    /// Other nodes are written to.
    mutating func writeElsewhere(_ times: Int64) {
        zxid += times
    }

    /// One transaction.
    mutating func transact(_ operations: (inout ModelList, Int64) -> Void) {
        zxid += 1
        clock += 1
        operations(&self, zxid)
    }

    mutating func create(_ id: ThingID, zxid: Int64) {
        entries[id] = EntryNode(payload: Array("p".utf8), czxid: zxid, mzxid: zxid, isEphemeral: false)
        stat.pzxid = zxid
        stat.cversion &+= 1
    }

    mutating func delete(_ id: ThingID, zxid: Int64) {
        guard entries.removeValue(forKey: id) != nil else { return }
        stat.pzxid = zxid
        stat.cversion &+= 1
    }

    mutating func rewrite(_ id: ThingID, payload: String, zxid: Int64) {
        entries[id]?.payload = Array(payload.utf8)
        entries[id]?.mzxid = zxid
    }

    mutating func write(_ declaration: Declaration?, approval: ApprovalToken?, zxid: Int64) {
        self.declaration = declaration
        self.approval = approval
        stat.mzxid = zxid
        stat.version &+= 1
    }

    /// A child goes, and the node's `pzxid` does not tell of it: so count servers that are not ZooKeeper's.
    mutating func removeUncounted(_ id: ThingID) {
        guard entries.removeValue(forKey: id) != nil else { return }
        zxid += 1
        stat.cversion &+= 1
    }

    /// Moves the count of changes without a change: what another history may look like.
    mutating func skewCount(by changes: Int32) {
        zxid += 1
        stat.pzxid = zxid
        stat.cversion &+= changes
    }

    /// Makes them anew in one transaction, as a script does that knows of no declarations.
    mutating func remake(_ ids: [ThingID], removing removed: [ThingID] = []) {
        transact { list, zxid in
            for id in removed + ids { list.delete(id, zxid: zxid) }
            for id in ids { list.create(id, zxid: zxid) }
        }
    }

    /// - Parameter older: nodes that were read before the names, and may have been made anew since.
    func reading(unread: Set<ThingID> = [], older: [ThingID: EntryNode] = [:]) -> ListReading {
        var read: [ThingID: Entry] = [:]
        for (id, node) in entries {
            var shown = older[id] ?? node
            if older[id] != nil { shown.isCurrent = false }
            read[id] = unread.contains(id) ? .unread : .read(shown)
        }
        return ListReading(
            namesStat: stat, dataStat: stat, declaration: declaration, approval: approval,
            entries: ListEntries(read.map { (id: $0.key, entry: $0.value) }))
    }

    func tornReading() -> ListReading {
        var reading = reading()
        reading.dataStat.pzxid += 1
        return reading
    }
}
