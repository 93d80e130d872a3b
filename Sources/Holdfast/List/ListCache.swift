internal import HoldfastCore
internal import HoldfastZooKeeper

/// What is known of the entries of a list from earlier readings, and which watches are armed.
///
/// An entry whose watch is armed need not be read again: the server tells of a change before it answers a later read.
struct ListCache: Sendable {
    /// One watch, told apart from those that were armed for the same before: their late endings concern nobody.
    struct Arming: Hashable, Sendable {
        var key: WatchKey
        var serial: Int
    }

    /// The paths of all watches of a session must fit into one packet when a connection is resumed, and servers refuse a packet
    /// over 1 MiB; 128 KiB leaves room for what else uses the session.
    static let watchBytesAllowed = 128 * 1024

    /// The names as they were last listed.
    private var names: [ZNodeName] = []
    /// What was last read of each of them.
    private(set) var entries = ListEntries()
    /// Those of them that are to be read, or to be read again.
    private var stale: Set<ThingID> = []
    private var armed: [WatchKey: (arming: Arming, bytes: Int)] = [:]
    private var lastSerial = 0
    private var armedPayloads = 0
    /// The data of the list node, while a watch looks after them.
    private(set) var listData: NodeData?
    private(set) var watchBytes = 0
    /// What the newest data of the list node say.
    private var listWord: (bytes: [UInt8]?, data: ListData) = (nil, .empty)

    /// These are listed now.
    ///
    /// - Returns: those of them that are to be read.
    mutating func listed(_ newer: [ZNodeName]) -> [ThingID] {
        let changes = NameChanges(from: names, to: newer)
        names = newer
        for name in changes.removed {
            let id = ThingID(bytes: name.bytes)
            entries[id] = nil
            stale.remove(id)
        }
        // Those that were known are put in order: a history must replay.
        let known = stale.sorted()
        let added = changes.added.map { ThingID(bytes: $0.bytes) }
        stale.formUnion(added)
        if entries.isEmpty {
            entries = ListEntries(unread: added)
        } else {
            for id in known + added { entries[id] = .unread }
        }
        return known + added
    }

    /// An entry was read; also when its payload means nothing, it need not be read again.
    mutating func read(_ entry: Entry, of id: ThingID) {
        entries[id] = entry
        stale.remove(id)
    }

    /// The data of the list node were read.
    mutating func readListData(_ data: NodeData) {
        listData = armed[.listData] != nil ? data : nil
    }

    /// What the data of the list node say; they are taken apart once, as long as they stay the same.
    mutating func word(of bytes: [UInt8]?) -> ListData {
        guard listWord.bytes != bytes else { return listWord.data }
        let before = listWord.data.declaration?.generation
        listWord = (bytes, ListData(bytes))
        // A new generation may tell of payloads that no watch looks after.
        if listWord.data.declaration?.generation != before { forgetUnwatched() }
        return listWord.data
    }

    /// A watch on a path, counted from then on; nil where one stands already or it does not fit into what is allowed.
    mutating func arm(_ key: WatchKey, at path: ZNodePath) -> Arming? {
        let bytes = path.bytes.count + 4
        guard armed[key] == nil, watchBytes + bytes <= Self.watchBytesAllowed else { return nil }
        lastSerial += 1
        let arming = Arming(key: key, serial: lastSerial)
        armed[key] = (arming, bytes)
        if case .payload = key { armedPayloads += 1 }
        watchBytes += bytes
        return arming
    }

    /// A watch ended.
    mutating func ended(_ arming: Arming) {
        if armed[arming.key]?.arming == arming { ended(arming.key) }
    }

    /// No watch stands for it: the read did not arm it, or it ended. What it looked at is to be read again.
    mutating func ended(_ key: WatchKey) {
        if let (_, bytes) = armed.removeValue(forKey: key) {
            watchBytes -= bytes
            if case .payload = key { armedPayloads -= 1 }
        }
        switch key {
        case .payload(let id): if entries[id] != nil { stale.insert(id) }
        case .listData: listData = nil
        case .names, .existence: break
        }
    }

    /// Forgets every entry, and keeps the watches in mind.
    mutating func forgetNodes() {
        names = []
        entries = ListEntries()
        stale = []
        listData = nil
    }

    /// Forgets everything; what its watches still have to tell concerns nobody.
    mutating func forgetAll() {
        let serial = lastSerial
        self = ListCache()
        lastSerial = serial
    }

    /// What no watch looks after is to be read again.
    mutating func forgetUnwatched() {
        for (id, _) in entries where armed[.payload(id)] == nil { stale.insert(id) }
    }

    /// Whether some entries are known that no watch looks after. To be asked between two readings.
    var holdsUnwatched: Bool { entries.count - stale.count > armedPayloads }
}
