internal import HoldfastCore
internal import HoldfastZooKeeper

/// The names on a list: as they were last listed, and what has come and gone since on the word of the list's declarations.
struct KnownNames {
    /// What differs between what was known and what is known now.
    struct Difference: Hashable {
        var added: [ThingID] = []
        var removed: [ThingID] = []
        /// Whether the servers count more that came or went: what was taken off and put back under its name is another node.
        var isIncomplete = false
    }

    /// In the order in which they were listed: laid beside the next answer, it shows the difference.
    private var listed: [ZNodeName] = []
    /// Those that came since, and were not listed.
    private var came: Set<ThingID> = []
    /// Those that went since, and were listed.
    private var went: Set<ThingID> = []
    /// What the list node said with the names that are known now.
    private var stat: NodeStat?
    /// The declaration that covered them.
    private var declaration: Declaration?
    /// Whether they were followed since they were listed.
    private(set) var areFollowed = false

    /// Whether the list's writer keeps an account of what comes and goes, so that the next change may be followed.
    var isAccountKept: Bool { declaration?.changes.isEmpty == false }

    /// These are listed now.
    mutating func listed(_ newer: [ZNodeName], _ newerStat: NodeStat) -> Difference {
        let changes = NameChanges(from: listed, to: newer)
        var difference = Difference(added: changes.added.map(ThingID.init), removed: changes.removed.map(ThingID.init))
        if areFollowed { leaveOutWhatWasFollowed(&difference) }
        let moves = stat.map { $0.czxid == newerStat.czxid ? Int(newerStat.cversion &- $0.cversion) : -1 }
        difference.isIncomplete = moves != difference.added.count + difference.removed.count
        listed = newer
        (came, went, areFollowed) = ([], [], false)
        (stat, declaration) = (newerStat, nil)
        return difference
    }

    private func leaveOutWhatWasFollowed(_ difference: inout Difference) {
        let (added, removed) = (Set(difference.added), Set(difference.removed))
        difference.added.removeAll { came.contains($0) }
        difference.added += went.subtracting(removed).sorted()
        difference.removed.removeAll { went.contains($0) }
        difference.removed += came.subtracting(added).sorted()
    }

    /// This declaration was read in the instant in which they were listed.
    mutating func declared(_ declaration: Declaration?) {
        guard let declaration, let stat, declaration.covers(ListStat(stat), count: listed.count) else { return }
        self.declaration = declaration
    }

    /// Goes on to what a newer declaration says.
    ///
    /// - Parameter isKnown: whether a name is among those that are known now.
    ///
    /// - Returns: nil where it does not account for all that came and went: the names have to be listed.
    mutating func followed(
        _ newer: Declaration?, _ newerStat: NodeStat, isKnown: (ThingID) -> Bool
    ) -> Difference? {
        guard let newer, newerStat.numberOfChildren == newer.count, let declaration, let stat,
            let changes = newer.changes(since: declaration, ListStat(stat), until: ListStat(newerStat)),
            let difference = Self.difference(by: changes, isKnown: isKnown)
        else { return nil }
        for id in difference.removed where came.remove(id) == nil { went.insert(id) }
        for id in difference.added where went.remove(id) == nil { came.insert(id) }
        (self.stat, self.declaration, areFollowed) = (newerStat, newer, true)
        return difference
    }

    /// What came and went again in between is no difference; what went and came again is another node, and is both.
    ///
    /// - Returns: nil where something comes that is there, or goes that is not.
    private static func difference(by changes: [DeclaredChange], isKnown: (ThingID) -> Bool) -> Difference? {
        var (added, removed): (Set<ThingID>, Set<ThingID>) = ([], [])
        for change in changes {
            for id in change.removed where added.remove(id) == nil {
                guard isKnown(id), removed.insert(id).inserted else { return nil }
            }
            for id in change.added {
                guard !isKnown(id) || removed.contains(id), added.insert(id).inserted else { return nil }
            }
        }
        return Difference(added: added.sorted(), removed: removed.sorted())
    }

    /// Time has passed of which nothing is known: what comes next is listed.
    mutating func forgetDeclaration() {
        declaration = nil
    }
}

extension ThingID {
    init(_ name: ZNodeName) {
        self.init(bytes: name.bytes)
    }
}
