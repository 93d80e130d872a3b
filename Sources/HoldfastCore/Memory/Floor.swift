/// The last accepted reading, against which every later one is held.
public struct Floor: Hashable, Sendable {
    /// What ZooKeeper said of the list node.
    public var stat: ListStat
    var entries: [ThingID: Entry]
    /// The newest `mzxid` that was read of those entries that could not be read this time.
    var unread: [ThingID: Int64]

    /// The floor that a reading leaves, where another lay before.
    init(_ reading: ListReading, after previous: Floor?) {
        stat = reading.namesStat
        entries = reading.entries
        unread = [:]
        for (id, entry) in reading.entries where entry.node == nil {
            if let before = previous?.mzxid(of: id) { unread[id] = before }
        }
    }

    /// The floor as it was kept: each name that was listed, with the newest `mzxid` that was read of it, nil where none was.
    public init(stat: ListStat, names: [ThingID: Int64?]) {
        self.stat = stat
        entries = names.mapValues { _ in .unread }
        unread = names.compactMapValues { $0 }
    }

    /// Each name that was listed, with the newest `mzxid` that was read of it, nil where none was.
    public var names: [ThingID: Int64?] {
        var names: [ThingID: Int64?] = [:]
        names.reserveCapacity(entries.count)
        for id in entries.keys { names.updateValue(mzxid(of: id), forKey: id) }
        return names
    }

    /// The newest `mzxid` that was read of an entry; nil where none was.
    func mzxid(of id: ThingID) -> Int64? {
        entries[id]?.node?.mzxid ?? unread[id]
    }

    /// Floors are equal when they hold the same of every later reading.
    public static func == (left: Floor, right: Floor) -> Bool {
        left.stat == right.stat && left.names == right.names
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(stat)
        hasher.combine(entries.count)
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
