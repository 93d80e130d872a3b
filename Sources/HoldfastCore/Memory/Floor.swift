/// The last accepted reading, against which every later one is held.
public struct Floor: Hashable, Sendable {
    /// What ZooKeeper said of the list node.
    public var stat: ListStat
    var entries: ListEntries
    /// What was last read of those entries that could not be read this time.
    var unread: [ThingID: EntryVersion]
    /// How often something on the list was made anew before this floor as its counts say, and no node that was read explains it. A node
    /// that was not known to be current may turn out to be one of these.
    public private(set) var slack: Int

    /// The floor that a reading leaves, where another lay before.
    init(_ reading: ListReading, after previous: Floor?, slack: Int = 0) {
        stat = reading.namesStat
        entries = reading.entries
        self.slack = slack
        var unread: [ThingID: EntryVersion] = [:]
        reading.entries.forEachUnread { id in
            if var before = previous?.version(of: id) {
                before.isCurrent = false
                unread[id] = before
            }
        }
        self.unread = unread
    }

    /// The floor as it was kept: each name that was listed, with what was last read of it, nil where nothing was.
    public init(stat: ListStat, names: [ThingID: EntryVersion?], slack: Int = 0) {
        self.stat = stat
        self.slack = slack
        entries = ListEntries(unread: names.keys)
        unread = names.compactMapValues { $0 }
    }

    /// How many names were listed.
    public var nameCount: Int { entries.count }

    /// Each name that was listed, in the order of the ids, with what was last read of it, nil where nothing was.
    public func forEachName(_ body: (ThingID, EntryVersion?) -> Void) {
        for (id, entry) in entries { body(id, entry.version ?? unread[id]) }
    }

    /// Each name that was listed, with what was last read of it, nil where nothing was.
    public var names: [ThingID: EntryVersion?] {
        var names: [ThingID: EntryVersion?] = [:]
        names.reserveCapacity(entries.count)
        forEachName { names.updateValue($1, forKey: $0) }
        return names
    }

    /// Whether a name was listed.
    func lists(_ id: ThingID) -> Bool { entries[id] != nil }

    /// What was last read of an entry; nil where nothing was.
    func version(of id: ThingID) -> EntryVersion? {
        entries[id]?.version ?? unread[id]
    }

    /// Floors are equal when they hold the same of every later reading.
    public static func == (left: Floor, right: Floor) -> Bool {
        left.stat == right.stat && left.slack == right.slack && left.names == right.names
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

    var version: EntryVersion? {
        node.map { EntryVersion(czxid: $0.czxid, mzxid: $0.mzxid, isCurrent: $0.isCurrent) }
    }
}
