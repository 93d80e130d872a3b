/// The third gate: whether a reading continues the history of what was accepted before.
///
/// The last accepted reading is the floor. ZooKeeper counts for us: the `pzxid` of a list only grows, its `cversion` counts each
/// creation and each deletion once, and no `mzxid` goes back, unless the servers lost their past.
struct HistoryGate: Sendable {
    /// What was last accepted.
    struct Floor: Sendable {
        var stat: ListStat
        /// The names, each with the newest `mzxid` of its znode that was read; 0 where none was.
        var names: [ThingID: Int64]
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

    mutating func accepted(_ reading: ListReading) {
        var names: [ThingID: Int64] = [:]
        names.reserveCapacity(reading.entries.count)
        for (id, entry) in reading.entries { names[id] = entry.node?.mzxid ?? floor?.names[id] ?? 0 }
        floor = Floor(stat: reading.namesStat, names: names)
    }

    func verdict(on reading: ListReading) -> Verdict {
        guard let floor else { return .continues }
        let stat = reading.namesStat
        guard stat.identity == floor.stat.identity else {
            // An earlier incarnation was created earlier by the clock of the leaders; after all data were wiped, zxids begin
            // anew, and only that clock tells the new list from an old one.
            return stat.identity.ctime < floor.stat.identity.ctime ? .older : .recreated
        }
        let changes = stat.cversion &- floor.stat.cversion
        guard stat.pzxid >= floor.stat.pzxid, changes >= 0, !reading.showsOlderEntry(than: floor) else { return .older }
        let seen = reading.countNamesAddedAndRemoved(since: floor)
        return changes >= seen && (Int(changes) - seen).isMultiple(of: 2) ? .continues : .differs
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

extension ListReading {
    fileprivate func showsOlderEntry(than floor: HistoryGate.Floor) -> Bool {
        entries.contains { id, entry in
            guard let now = entry.node?.mzxid, let then = floor.names[id] else { return false }
            return now < then
        }
    }

    fileprivate func countNamesAddedAndRemoved(since floor: HistoryGate.Floor) -> Int {
        let kept = entries.keys.count { floor.names[$0] != nil }
        return (entries.count - kept) + (floor.names.count - kept)
    }
}
