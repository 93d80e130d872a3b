internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper

/// What was committed of a list, as branches: a restored snapshot begins a new one where it was taken, a wipe at nothing.
///
/// It is seen from above, by what the servers applied, and knows nothing of what a worker reads.
struct ListBranches {
    struct Revision {
        /// The revision that this one changed; nil at the beginning of a branch that begins with nothing.
        var parent: Int?
        var at: Duration
        var cause: ListObservation.Cause
        var zxid: Int64
        var list: ListObservation.List?
    }

    private(set) var revisions: [Revision] = []
    private var head: Int?
    /// The revision of each snapshot, by its number.
    private var snapshots: [Int: Int?] = [:]

    var newest: Revision? { head.map { revisions[$0] } }

    /// Whether a snapshot was ever restored.
    var areRestored: Bool { revisions.contains { if case .restore = $0.cause { true } else { false } } }

    mutating func saw(_ observation: ListObservation, at now: Duration) {
        switch observation.cause {
        case .write, .sessionEnd:
            append(observation, parent: head, at: now)
        case .wipe:
            append(observation, parent: nil, at: now)
        case .snapshot(let number):
            // The leader may hold less than the server that is ahead of all.
            snapshots[number] = ancestors(of: head).first { revisions[$0].zxid <= observation.zxid }
        case .restore(let number):
            append(observation, parent: snapshots[number] ?? nil, at: now)
        }
    }

    private mutating func append(_ observation: ListObservation, parent: Int?, at now: Duration) {
        revisions.append(
            Revision(
                parent: parent, at: now, cause: observation.cause, zxid: observation.zxid, list: observation.list))
        head = revisions.count - 1
    }

    /// The revision itself, what it changed, and so on.
    func ancestors(of index: Int?) -> some Sequence<Int> {
        sequence(state: index) { next in
            defer { next = next.flatMap { revisions[$0].parent } }
            return next
        }
    }

    /// All revisions, on whatever branch, in which the list had that `pzxid`.
    func indices(pzxid: Int64) -> [Int] {
        revisions.indices.filter { revisions[$0].list?.stat.pzxid == pzxid }
    }

    /// How long the children of a revision were left as they are; until now, if they still are.
    func stood(_ index: Int, now: Duration) -> Duration {
        let stat = revisions[index].list?.stat
        let next = revisions[(index + 1)...].first { revision in
            revision.list?.stat.pzxid != stat?.pzxid || revision.list?.stat.czxid != stat?.czxid
        }
        return (next?.at ?? now) - revisions[index].at
    }

    /// The newest revision before that one, on its branch, that lists a Thing as an incarnation of which the worker may know that it was
    /// on the list.
    ///
    /// That is the one whose fence it knows, any that was made after that, and an older one that stood on the list again after that,
    /// in front of the worker: in a list that was rewound, and that is believed again since it holds everything that is assigned.
    ///
    /// - Parameter wasSeen: whether the worker can have seen what stood from one moment to another; without an end, until now.
    func lastListing(
        _ name: ZNodeName, since fence: Int64, before index: Int, wasSeen: (Duration, Duration?) -> Bool
    ) -> Int? {
        let known = firstListing(name, fence)
        return ancestors(of: index).first { candidate in
            guard let czxid = revisions[candidate].list?.children[name]?.czxid else { return false }
            if czxid == fence || firstListing(name, czxid) > known { return true }
            return candidate > known && wasSeen(revisions[candidate].at, end(of: candidate))
        }
    }

    /// When something else took the place of a revision; nil where it still stands.
    func end(of index: Int) -> Duration? {
        index + 1 < revisions.count ? revisions[index + 1].at : nil
    }

    /// The first revision of all that lists that incarnation of a Thing.
    func firstListing(_ name: ZNodeName, _ fence: Int64) -> Int {
        revisions.firstIndex { $0.list?.children[name]?.czxid == fence } ?? -1
    }

    /// How long that incarnation of a Thing stood, when it was first listed; nil where it still stands.
    func lifetime(of name: ZNodeName, _ fence: Int64) -> Duration? {
        let first = firstListing(name, fence)
        guard first >= 0, let gone = revisions[first...].first(where: { $0.list?.children[name]?.czxid != fence })
        else {
            return nil
        }
        return gone.at - revisions[first].at
    }

    /// Where an incarnation of a Thing was created: more than once where zxids come again, after a wipe or a restored snapshot.
    func creations(of name: ZNodeName, _ fence: Int64) -> [Int] {
        revisions.indices.filter { index in
            guard revisions[index].cause == .write, revisions[index].list?.children[name]?.czxid == fence else {
                return false
            }
            return revisions[index].parent.map { revisions[$0].list?.children[name]?.czxid != fence } ?? true
        }
    }

    /// Whether some revision that lists that incarnation of a Thing may have led to this one for all that ZooKeeper counts: the
    /// servers lost a part of their past, and what was written since makes up for it by chance. Nobody can tell.
    ///
    /// - Parameter wasSeen: whether the worker can have seen what stood from one moment to another.
    func couldHaveLed(
        from name: ZNodeName, _ fence: Int64, to index: Int, wasSeen: (Duration, Duration?) -> Bool
    ) -> Bool {
        guard let now = revisions[index].list else { return false }
        return revisions[..<index].indices.contains { candidate in
            let revision = revisions[candidate]
            return revision.list?.children[name]?.czxid == fence && revision.list?.couldHaveLed(to: now) == true
                && wasSeen(revision.at, end(of: candidate))
        }
    }

    /// Whether that incarnation of a Thing was ever listed with a declaration that covers the list.
    func wasStated(_ name: ZNodeName, _ fence: Int64) -> Bool {
        revisions.contains { revision in
            guard let list = revision.list, list.children[name]?.czxid == fence else { return false }
            return DeclaredWord(list.data)?.covers(list) ?? false
        }
    }
}

extension ListObservation.List {
    fileprivate func couldHaveLed(to now: ListObservation.List) -> Bool {
        guard stat.czxid == now.stat.czxid, stat.ctime == now.stat.ctime, stat.pzxid <= now.stat.pzxid else {
            return false
        }
        let kept = now.children.filter { children[$0.key] != nil }
        let wentBack = kept.contains { name, node in node.mzxid < children[name]?.mzxid ?? 0 }
        let isForeign = now.children.contains { children[$0.key] == nil && $0.value.czxid <= stat.pzxid }
        let seen = (now.children.count - kept.count) + (children.count - kept.count)
        let surplus = Int(now.stat.cversion &- stat.cversion) - seen
        return !wentBack && !isForeign && surplus >= 0 && surplus.isMultiple(of: 2)
    }
}

extension ListBranches {
    /// Whether no statement before had a greater number, but for those that nobody believes. Where the data were lost after a clock had been
    /// ahead, the numbers begin below those that a worker knows.
    func isNewest(_ word: DeclaredWord, before index: Int) -> Bool {
        revisions[..<index].allSatisfy { revision in
            guard let other = DeclaredWord(revision.list?.data) else { return true }
            return other.generation <= word.generation || !other.isWithinReach(at: revision.at)
        }
    }
}
