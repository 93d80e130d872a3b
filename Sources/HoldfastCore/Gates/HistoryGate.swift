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
        /// The same node, and its counts moved as those of ZooKeeper cannot.
        case countsOtherwise
        /// Another node stands in the place of the list.
        case recreated

        /// Whether the same list shows another history.
        var isOfAnotherHistory: Bool {
            switch self {
            case .older, .differs, .countsOtherwise: true
            case .continues, .recreated: false
            }
        }
    }

    private(set) var floor: Floor?
    /// The stat of the newest reading that was weighed. While the list is in trouble the floor stays, and a server that lags
    /// behind what was seen since must not end the trouble with what was true before it.
    private(set) var newest: ListStat?
    /// How far the history was ever accepted. A floor may be laid below it, when a restored list is whole again.
    private(set) var highWater: HighWater

    /// A gate without a past, or with the one that was kept.
    init(floor: Floor? = nil, newest: ListStat? = nil, highWater: HighWater = HighWater()) {
        self.floor = floor
        self.newest = newest
        self.highWater = highWater
        // Older versions kept none.
        if let floor, highWater.marks.isEmpty { self.highWater.accepted(floor.stat, generation: highWater.generation) }
    }

    mutating func weighed(_ reading: ListReading) {
        newest = reading.namesStat
    }

    /// The reading is the new floor.
    ///
    /// - Parameter generation: the newest that was read so far.
    mutating func accepted(_ reading: ListReading, generation: Int64?) {
        floor = Floor(reading, after: floor, slack: slack(of: reading))
        highWater.accepted(reading.namesStat, generation: generation)
    }

    /// A declaration was read that has not heard of that generation.
    mutating func didNotHear(of generation: Int64) {
        highWater.didNotHear(of: generation)
    }

    /// Up to which zxid an entry of that list is known to be past where it is not assigned; nil where nothing is.
    func pastLimit(of stat: ListStat) -> Int64? {
        guard let accepted = highWater.pzxid(of: stat.identity) else { return nil }
        guard let floor, floor.stat.identity == stat.identity else { return accepted }
        return min(stat.pzxid, floor.stat.pzxid) < accepted ? accepted : nil
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
        let moves = Moves(from: floor, to: reading)
        if moves.wentBack { return .older }
        // In ZooKeeper both move with each creation and each deletion, and with nothing else.
        if stat.pzxid == floor.stat.pzxid, changes != 0 || moves.namesDiffer { return .countsOtherwise }
        let surplus = Int(changes) - moves.counted
        return !moves.isForeign && moves.drawn <= floor.slack && surplus >= 0 && surplus.isMultiple(of: 2)
            ? .continues : .differs
    }

    /// How many times something on the list may have been made anew up to this reading without being seen.
    private func slack(of reading: ListReading) -> Int {
        let stat = reading.namesStat
        guard let floor, floor.stat.identity == stat.identity, stat.pzxid >= floor.stat.pzxid else { return 0 }
        let moves = Moves(from: floor, to: reading)
        let changes = Int(stat.cversion &- floor.stat.cversion)
        return max(0, floor.slack - moves.drawn) + max(0, changes - moves.counted) / 2
    }
}

/// What lies between the floor and a later reading of the same list node.
private struct Moves {
    /// Names that the floor does not hold.
    private var added = 0
    /// Names of the floor that are not listed any more.
    private var removed = 0
    /// Names that stayed, and whose node was made anew after the floor.
    private var replaced = 0
    /// Names that stayed, and whose node was made anew up to the floor, unseen: what was counted then and not explained explains it.
    private(set) var drawn = 0
    /// Whether something listed can not have come about after the floor.
    private(set) var isForeign = false
    /// Whether the data of something are older than they were.
    private(set) var wentBack = false

    init(from floor: Floor, to reading: ListReading) {
        reading.entries.forEachDifference(from: floor.entries) { id, before, entry in
            if before == nil { added += 1 }
            guard let entry else {
                removed += 1
                return
            }
            guard let node = entry.node else { return }
            if before == nil {
                // A name that was not listed then was created since.
                if node.czxid <= floor.stat.pzxid { isForeign = true }
            } else if let then = floor.version(of: id) {
                compare(node, with: then, floor: floor.stat.pzxid, now: reading.namesStat.pzxid)
            }
        }
    }

    private mutating func compare(_ node: EntryNode, with then: EntryVersion, floor: Int64, now: Int64) {
        if node.mzxid < then.mzxid { wentBack = true }
        guard then.czxid != node.czxid else { return }
        if node.czxid <= floor {
            // What was known of it may have been read before the floor was: then it was made anew in between.
            if then.isCurrent || node.czxid < then.czxid { isForeign = true } else { drawn += 1 }
        } else if node.czxid <= now {
            // What was put back after the names were read is not in their counts yet.
            replaced += 1
        }
    }

    var namesDiffer: Bool { added + removed > 0 }

    /// How many creations and deletions it takes: what was taken off and put back came and went.
    var counted: Int { added + removed + 2 * replaced }
}
