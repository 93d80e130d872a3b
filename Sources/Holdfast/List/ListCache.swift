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
        /// Whether it ended because its node is gone.
        var isNodeGone = false
    }

    /// How many bytes the paths of the watches may take.
    private let watchBytesAllowed: Int
    private var names = KnownNames()
    /// What was last read of each of them.
    private(set) var entries = ListEntries()
    /// Those of them that are to be read, or to be read again.
    private var stale: Set<ThingID> = []
    /// Those of them whose nodes are gone, as their watches told.
    private var gone: Set<ThingID> = []
    private var armed: [WatchKey: (arming: Arming, bytes: Int)] = [:]
    private var lastSerial = 0
    private var armedPayloads = 0
    /// The watches on the list node.
    private var listWatches: [WatchKey: Watch] = [:]
    /// Those of them in whose place others are armed: whether their event still comes concerns nobody.
    private var superseded: [Watch] = []
    /// The data of the list node, while a watch looks after them.
    private(set) var listData: NodeData?
    private(set) var watchBytes = 0
    /// What the newest data of the list node say.
    private var listWord: (bytes: [UInt8]?, data: ListData) = (nil, .empty)

    /// A cache that knows nothing.
    ///
    /// - Parameter watchBytesAllowed: how many bytes the paths of its watches may take. Those of a session must fit into one packet when
    ///   a connection is resumed, and servers refuse a packet over 1 MiB; 128 KiB leaves room for what else uses the session.
    init(watchBytesAllowed: Int = 128 * 1024) {
        self.watchBytesAllowed = watchBytesAllowed
    }

    /// These are listed now.
    ///
    /// - Returns: those of them that are to be read.
    mutating func listed(_ newer: [ZNodeName], _ stat: NodeStat) -> [ThingID] {
        let difference = names.listed(newer, stat)
        if difference.isIncomplete { forgetUnwatched() }
        return apply(difference)
    }

    /// This declaration was read with the names that are listed now.
    mutating func declared(_ declaration: Declaration?) {
        names.declared(declaration)
    }

    /// What came and went, as the list's newest declaration says; nil where the names are to be listed.
    func difference(to declaration: Declaration?, _ stat: NodeStat) -> KnownNames.Difference? {
        names.difference(to: declaration, stat) { entries[$0] != nil }
    }

    /// Those of them whose going no watch has told of.
    func untold(_ removed: [ThingID]) -> [ThingID] { removed.filter { !gone.contains($0) } }

    /// Goes on to what the list's newest declaration says.
    ///
    /// - Returns: those that are to be read.
    mutating func followed(
        _ difference: KnownNames.Difference, to declaration: Declaration?, _ stat: NodeStat
    ) -> [ThingID] {
        names.followed(difference, to: declaration, stat)
        return apply(difference)
    }

    private mutating func apply(_ difference: KnownNames.Difference) -> [ThingID] {
        gone = []
        for id in difference.removed {
            entries[id] = nil
            stale.remove(id)
        }
        // Those that were known are put in order: a history must replay.
        let known = stale.subtracting(difference.added).sorted()
        stale.formUnion(difference.added)
        if entries.isEmpty {
            entries = ListEntries(unread: difference.added)
        } else {
            for id in known + difference.added { entries[id] = .unread }
        }
        return known + difference.added
    }

    /// An entry was read; also when its payload means nothing, it need not be read again.
    mutating func read(_ entry: Entry, of id: ThingID) {
        var entry = entry
        // What no watch looks after may be made anew before the next reading, and nothing would tell.
        if case .read(var node) = entry {
            node.isCurrent = armed[.payload(id)] != nil
            entry = .read(node)
        }
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
        let before = listWord.data
        listWord = (bytes, ListData(bytes))
        // A new generation may tell of payloads that no watch looks after, unless its writer says that they are the same.
        if listWord.data.declaration?.generation != before.declaration?.generation,
            listWord.data.word?.payloads == nil || listWord.data.word?.payloads != before.word?.payloads
        {
            forgetUnwatched()
        }
        return listWord.data
    }

    /// A watch on a path, counted from then on; nil where one stands already or it does not fit into what is allowed.
    mutating func arm(_ key: WatchKey, at path: ZNodePath) -> Arming? {
        let bytes = Self.bytes(ofWatchAt: path)
        guard armed[key] == nil, watchBytes + bytes + reserved(for: key, at: path) <= watchBytesAllowed else {
            return nil
        }
        lastSerial += 1
        let arming = Arming(key: key, serial: lastSerial)
        armed[key] = (arming, bytes)
        if case .payload = key { armedPayloads += 1 }
        watchBytes += bytes
        return arming
    }

    private static func bytes(ofWatchAt path: ZNodePath) -> Int { path.bytes.count + 4 }

    /// A payload leaves alone what the watches on the list node take that are to be armed again: where names are followed for a while,
    /// payloads are watched before them.
    private func reserved(for key: WatchKey, at path: ZNodePath) -> Int {
        guard case .payload = key else { return 0 }
        let unarmed = (armed[.names] == nil ? 1 : 0) + (armed[.listData] == nil ? 1 : 0)
        guard unarmed > 0, let list = path.parent else { return 0 }
        return unarmed * Self.bytes(ofWatchAt: list)
    }

    /// The watch that was made for an arming.
    mutating func made(_ watch: Watch, for arming: Arming) {
        switch arming.key {
        case .names, .listData: listWatches[arming.key] = watch
        case .existence, .payload: break
        }
    }

    /// A watch ended.
    ///
    /// - Returns: whether it is one that is relied on, so that the list is to be read.
    mutating func ended(_ arming: Arming) -> Bool {
        guard armed[arming.key]?.arming.serial == arming.serial else { return false }
        ended(arming.key)
        switch arming.key {
        case .payload(let id) where arming.isNodeGone:
            gone.insert(id)
            // The names have changed: what tells of it is on its way, and need not be waited for.
            supersede(.names)
            supersedeListData()
        case .payload, .names: supersedeListData()
        case .listData, .existence: break
        }
        return true
    }

    /// Watches ended while a reading was under way.
    ///
    /// - Returns: whether some of them are relied on, so that the list is to be read.
    mutating func endedMeanwhile(_ armings: [Arming]) -> Bool {
        var areReliedOn = false
        for arming in armings where ended(arming) { areReliedOn = true }
        // What went then may stand again, and the reading may have seen that.
        gone = []
        return areReliedOn
    }

    /// Names, payloads and declaration change in one transaction, so all are read in one go, and no second event leads to another
    /// reading.
    private mutating func supersedeListData() {
        if listWord.data.declaration != nil { supersede(.listData) }
    }

    private mutating func supersede(_ key: WatchKey) {
        if let watch = listWatches[key] { superseded.append(watch) }
        ended(key)
    }

    /// The watches that nobody waits for any more, once others are armed in their place.
    mutating func takeSuperseded() -> [Watch] {
        defer { superseded = [] }
        return superseded
    }

    /// No watch stands for it: the read did not arm it, or it ended. What it looked at is to be read again.
    mutating func ended(_ key: WatchKey) {
        if let (_, bytes) = armed.removeValue(forKey: key) {
            watchBytes -= bytes
            if case .payload = key { armedPayloads -= 1 }
        }
        listWatches[key] = nil
        switch key {
        case .payload(let id): if entries[id] != nil { stale.insert(id) }
        case .listData: listData = nil
        case .names, .existence: break
        }
    }

    /// Forgets every entry, and keeps the watches in mind.
    mutating func forgetNodes() {
        names = KnownNames()
        entries = ListEntries()
        (stale, gone) = ([], [])
        listData = nil
    }

    /// Forgets everything; what its watches still have to tell concerns nobody.
    mutating func forgetAll() {
        let serial = lastSerial
        self = ListCache(watchBytesAllowed: watchBytesAllowed)
        lastSerial = serial
    }

    /// Another connection was made: what was missed meanwhile is asked for, whatever accounts are kept.
    mutating func connectionChanged() {
        names.forgetDeclaration()
        gone = []
        forgetUnwatched()
    }

    /// Whether the list's writer keeps an account by which the next change may be followed without listing the names.
    var isAccountKept: Bool { names.isAccountKept }

    /// Whether names are followed and no watch looks after them, so that nothing tells of what comes or goes without a word.
    var areNamesUntold: Bool { names.areFollowed && armed[.names] == nil }

    /// What no watch looks after is to be read again.
    mutating func forgetUnwatched() {
        for (id, _) in entries where armed[.payload(id)] == nil { stale.insert(id) }
    }

    /// Whether some entries are known of which nothing tells: no watch, and no account that the list's writer keeps of its payloads. To be
    /// asked between two readings.
    var holdsUntold: Bool { listWord.data.word?.payloads == nil && entries.count - stale.count > armedPayloads }
}
