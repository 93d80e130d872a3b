/// The third gate: whether a reading continues the history of what was accepted before.
///
/// The last accepted reading is the floor. ZooKeeper counts for us: the `pzxid` of a list only grows, its `cversion` counts each
/// creation and each deletion once, and no `mzxid` goes back, unless the servers lost their past.
struct HistoryGate: Sendable {
    /// What was last accepted.
    struct Floor: Sendable {
        var stat: ListStat
        var entries: [ThingID: Entry]
        /// The newest `mzxid` that was read of those entries that could not be read this time.
        var unread: [ThingID: Int64]

        /// The newest `mzxid` that was read of an entry; nil where none was.
        func mzxid(of id: ThingID, _ entry: Entry) -> Int64? {
            entry.node?.mzxid ?? unread[id]
        }
    }

    /// How a reading stands to the floor.
    enum Verdict: Hashable, Sendable {
        /// It continues the history.
        case continues
        /// It is older than the floor: a server that lags, or a history that was rewound.
        case older
        /// The same node, but the count of changes does not lead from the floor's names to these.
        case differs
        /// Another node stands in the place of the list.
        case recreated
    }

    private(set) var floor: Floor?
    /// The stat of the newest reading that was weighed. While the list is in trouble the floor stays, and a server that lags
    /// behind what was seen since must not end the trouble with what was true before it.
    private var newest: ListStat?

    mutating func weighed(_ reading: ListReading) {
        newest = reading.namesStat
    }

    mutating func accepted(_ reading: ListReading) {
        var unread: [ThingID: Int64] = [:]
        for (id, entry) in reading.entries where entry.node == nil {
            if let before = floor?.entries[id] { unread[id] = floor?.mzxid(of: id, before) }
        }
        floor = Floor(stat: reading.namesStat, entries: reading.entries, unread: unread)
    }

    func verdict(on reading: ListReading) -> Verdict {
        guard let floor else { return .continues }
        let stat = reading.namesStat
        if let newest, newest.identity == stat.identity, stat.pzxid < newest.pzxid { return .older }
        guard stat.identity == floor.stat.identity else {
            // An earlier incarnation was created earlier by the clock of the leaders; after all data were wiped, zxids begin
            // anew, and only that clock tells the new list from an old one.
            return stat.identity.ctime < floor.stat.identity.ctime ? .older : .recreated
        }
        let changes = stat.cversion &- floor.stat.cversion
        guard stat.pzxid >= floor.stat.pzxid, changes >= 0 else { return .older }
        var kept = 0
        for (id, entry) in reading.entries {
            guard let before = floor.entries[id] else { continue }
            kept += 1
            if let now = entry.node?.mzxid, let then = floor.mzxid(of: id, before), now < then { return .older }
        }
        let addedAndRemoved = (reading.entries.count - kept) + (floor.entries.count - kept)
        let surplus = Int(changes) - addedAndRemoved
        return surplus >= 0 && surplus.isMultiple(of: 2) ? .continues : .differs
    }
}

extension Entry {
    var node: EntryNode? {
        switch self {
        case .read(let node): node
        case .unread: nil
        }
    }
}
