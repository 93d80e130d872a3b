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

    /// How many bytes the paths of this cache's watches may take: a part of what is allowed, where several lists share a session.
    var watchBytesAllowed = ListCache.watchBytesAllowed

    private var nodes: [ThingID: Entry] = [:]
    private var armed: [WatchKey: (arming: Arming, bytes: Int)] = [:]
    private var lastSerial = 0
    private var armedPayloads = 0
    /// The data of the list node, while a watch looks after them.
    private(set) var listData: NodeData?
    private(set) var watchBytes = 0
    /// What the newest data of the list node say.
    private var listWord: (bytes: [UInt8]?, data: ListData) = (nil, .empty)

    /// What is known of an entry, if it need not be read again: also that its payload means nothing.
    func fresh(_ id: ThingID) -> Entry? {
        nodes[id]
    }

    mutating func read(_ entry: Entry, of id: ThingID) {
        nodes[id] = entry
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
        guard armed[key] == nil, watchBytes + bytes <= watchBytesAllowed else { return nil }
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
        case .payload(let id): nodes[id] = nil
        case .listData: listData = nil
        case .names, .existence: break
        }
    }

    /// Only these are listed now.
    mutating func keep(only listed: [ThingID: Entry]) {
        guard nodes.keys.contains(where: { listed[$0] == nil }) else { return }
        nodes = nodes.filter { listed[$0.key] != nil }
    }

    /// Forgets every entry, and keeps the watches in mind.
    mutating func forgetNodes() {
        nodes = [:]
        listData = nil
    }

    /// Forgets everything; what its watches still have to tell concerns nobody.
    mutating func forgetAll() {
        let (serial, allowed) = (lastSerial, watchBytesAllowed)
        self = ListCache()
        (lastSerial, watchBytesAllowed) = (serial, allowed)
    }

    /// Forgets what no watch looks after.
    mutating func forgetUnwatched() {
        nodes = nodes.filter { armed[.payload($0.key)] != nil }
    }

    /// Whether some entries are known that no watch looks after. To be asked between two readings.
    var holdsUnwatched: Bool { nodes.count > armedPayloads }
}
