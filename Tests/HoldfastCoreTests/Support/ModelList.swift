import HoldfastCore

/// A list as ZooKeeper keeps it: its zxids and counts move as the servers move them.
struct ModelList: Hashable {
    private(set) var zxid: Int64 = 100
    private(set) var clock: Int64 = 1_700_000_000_000
    private(set) var stat: ListStat
    private(set) var entries: [ThingID: EntryNode] = [:]

    init(_ ids: ThingID...) {
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
        guard entries.removeValue(forKey: id) != nil else { return }
        zxid += 1
        stat.pzxid = zxid
        stat.cversion &+= 1
    }

    mutating func removeAll() {
        let ids = entries.keys.sorted()
        guard !ids.isEmpty else { return }
        zxid += 1
        stat.pzxid = zxid
        stat.cversion &+= Int32(ids.count)
        entries = [:]
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
        stat = ListStat(
            identity: ListIdentity(czxid: zxid, ctime: clock), pzxid: zxid, cversion: 0, mzxid: zxid, version: 0
        )
        for id in ids { add(id) }
    }

    /// Moves the count of changes without a change: what another history may look like.
    mutating func skewCount(by changes: Int32) {
        zxid += 1
        stat.pzxid = zxid
        stat.cversion &+= changes
    }

    func reading(unread: Set<ThingID> = []) -> ListReading {
        var read: [ThingID: Entry] = [:]
        for (id, node) in entries { read[id] = unread.contains(id) ? .unread : .read(node) }
        return ListReading(namesStat: stat, dataStat: stat, entries: read)
    }

    func tornReading() -> ListReading {
        var reading = reading()
        reading.dataStat.pzxid += 1
        return reading
    }
}
