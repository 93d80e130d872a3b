import HoldfastCore

/// The list on the servers, and the truth about it: who was taken off, and by whom.
///
/// An entry that is made anew is another *incarnation* of its Thing. They are numbered over all histories, as zxids are not: a
/// restored backup brings incarnations back, and never makes one.
struct Servers {
    struct Incarnation: Hashable {
        var number: Int
        var czxid: Int64
    }

    var list: ModelList
    private(set) var incarnations: [ThingID: Incarnation] = [:]
    /// Incarnations that somebody took off, in this history.
    private(set) var takenOff: Set<Int> = []
    /// Incarnations that went with the session of their writer, in this history.
    private(set) var lost: Set<Int> = []
    /// Incarnations that a declaration ever spoke of.
    private(set) var declared: Set<Int> = []
    /// Incarnations that a writer confirmed by name, in this history.
    private(set) var confirmed: Set<Int> = []
    /// Whether they are another ensemble's, to which the address came to belong.
    var isStranger = false
    /// Whether a publisher's statement was the last to change the children.
    private(set) var isCovered = false
    private(set) var isMissing = false
    /// When the children changed last.
    private(set) var changedAt = Moment.zero

    init(_ list: ModelList, counter: inout Int) {
        self.list = list
        number(counter: &counter)
    }

    /// A writer changes the list.
    mutating func write(
        by publisher: Bool = false, isDeliberate: Bool = true, at now: Moment, counter: inout Int,
        _ change: (inout ModelList) -> Void
    ) {
        guard !isMissing else { return }
        let before = list
        change(&list)
        for (id, incarnation) in incarnations where list.entries[id]?.czxid != incarnation.czxid {
            incarnations[id] = nil
            if isDeliberate { takenOff.insert(incarnation.number) } else { lost.insert(incarnation.number) }
        }
        number(counter: &counter)
        if list.stat.pzxid != before.stat.pzxid { (changedAt, isCovered) = (now, false) }
        guard publisher, list.stat.mzxid != before.stat.mzxid else { return }
        isCovered = true
        declared.formUnion(incarnations.values.map(\.number))
        let named = list.declaration?.changes.first?.confirmed ?? []
        confirmed.formUnion(named.compactMap { incarnations[$0]?.number })
        if list.declaration?.isWhole == true || list.entries == before.entries { takenOff.formUnion(lost) }
    }

    /// The list node is deleted and made anew: what it held was not taken off.
    mutating func makeAnew(at now: Moment, counter: inout Int, _ change: (inout ModelList) -> Void) {
        change(&list)
        (incarnations, takenOff, lost, isCovered, isMissing, changedAt) = ([:], [], [], false, false, now)
        number(counter: &counter)
    }

    /// The servers' data are replaced by a backup.
    mutating func restore(_ backup: Servers) {
        let present = list
        self = backup
        list = present
        list.restore(backup.list)
    }

    mutating func delete() {
        isMissing = true
    }

    private mutating func number(counter: inout Int) {
        for (id, node) in list.entries where incarnations[id] == nil {
            counter += 1
            incarnations[id] = Incarnation(number: counter, czxid: node.czxid)
        }
    }

    /// Whether honest writers can have led from what was seen before to this: then nobody can tell that they did not.
    func mayFollow(_ seen: ListReading) -> Bool {
        let stat = list.stat
        guard stat.identity == seen.namesStat.identity, stat.pzxid >= seen.namesStat.pzxid else { return false }
        // What no clock will reach was believed by nobody.
        if let statement = seen.declaration?.id, statement.generation <= list.clock + 2 * ModelList.farAhead {
            guard list.declaration?.descends(from: statement) == true else { return false }
        }
        var changes = 0
        for (id, node) in list.entries {
            if seen.entries[id] == .unread { continue }
            guard case .read(let then) = seen.entries[id] else {
                if node.czxid <= seen.namesStat.pzxid { return false }
                changes += 1
                continue
            }
            if node.mzxid < then.mzxid { return false }
            guard node.czxid != then.czxid else { continue }
            // What was not known to be current may have been made anew before.
            if !then.isCurrent, node.czxid > then.czxid, node.czxid <= seen.namesStat.pzxid { continue }
            if node.czxid <= seen.namesStat.pzxid { return false }
            changes += 2
        }
        changes += seen.entries.count { list.entries[$0.id] == nil }
        let counted = Int(stat.cversion - seen.namesStat.cversion)
        return counted >= changes && (counted - changes).isMultiple(of: 2)
            && (stat.pzxid != seen.namesStat.pzxid || counted == 0)
    }
}
