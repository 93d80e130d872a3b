/// The third gate: whether a reading continues the history of what was accepted before.
///
/// The last accepted reading is the floor. ZooKeeper counts for us: the `pzxid` of a list only grows, its `cversion` counts each
/// creation and each deletion once, and no `mzxid` goes back, unless the servers lost their past.
struct HistoryGate: Sendable {
    /// How a reading stands to the floor.
    enum Verdict: Hashable, Sendable {
        /// It continues the history.
        case continues
        /// It is older than the floor: a server that lags, or a history that was rewound.
        case older
        /// The same node, but what ZooKeeper counts does not lead from the floor's names to these.
        case differs
        /// Another node stands in the place of the list.
        case recreated
    }

    private(set) var floor: Floor?
    /// The stat of the newest reading that was weighed. While the list is in trouble the floor stays, and a server that lags
    /// behind what was seen since must not end the trouble with what was true before it.
    private(set) var newest: ListStat?

    /// A gate without a past, or with the one that was kept.
    init(floor: Floor? = nil, newest: ListStat? = nil) {
        self.floor = floor
        self.newest = newest
    }

    mutating func weighed(_ reading: ListReading) {
        newest = reading.namesStat
    }

    mutating func accepted(_ reading: ListReading) {
        floor = Floor(reading, after: floor)
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
        var added = 0
        var replaced = 0
        var isForeign = false
        var wentBack = false
        reading.entries.forEachDifference(from: floor.entries) { id, before, entry in
            if before == nil { added += 1 }
            guard let node = entry?.node else { return }
            guard before != nil else {
                // A name that was not listed then was created since.
                if node.czxid <= floor.stat.pzxid { isForeign = true }
                return
            }
            guard let then = floor.version(of: id) else { return }
            if node.mzxid < then.mzxid { wentBack = true }
            // What was put back after the names were read is not in their counts yet.
            if then.czxid != node.czxid, node.czxid <= stat.pzxid {
                replaced += 1
                if node.czxid <= floor.stat.pzxid { isForeign = true }
            }
        }
        if wentBack { return .older }
        let kept = reading.entries.count - added
        // One that was taken off and put back came and went.
        let addedAndRemoved = added + (floor.entries.count - kept) + 2 * replaced
        let surplus = Int(changes) - addedAndRemoved
        return !isForeign && surplus >= 0 && surplus.isMultiple(of: 2) ? .continues : .differs
    }
}
