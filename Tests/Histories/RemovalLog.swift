internal import HoldfastCore

/// What went, and on what ground, for the rules that look back.
struct RemovalLog {
    struct Removal {
        var id: ThingID
        var fence: Int64?
        var at: Duration
        var ground: Proof.Ground
        var revision: Int64
    }

    private(set) var removals: [Removal] = []
    /// Until when what went without a word may count in the brake: a worker that was restarted begins the minute anew.
    private var counts: [ThingID: Duration] = [:]
    private static let minute = Duration.seconds(60)
    /// When each Thing was taken up.
    private var came: [ThingID: Duration] = [:]
    /// Since when declarations are believed; nil where none was, or where an approval took that back.
    private(set) var declaredSince: Duration?
    /// How many had gone when a word was believed last: they may come again.
    private(set) var acceptedAnew = 0
    /// How many had gone when the present worker began: its brake knows nothing of them.
    private var before = 0

    /// A start that is wrong, unless the judgement that it comes from, and that is told after it, rests on a word.
    private var doubtfulStart: String?

    mutating func judged(_ rows: [Row], at now: Duration) -> String? {
        if rows.contains(.approved) { declaredSince = nil }
        if rows.contains(.declared) { declaredSince = declaredSince ?? now }
        defer { doubtfulStart = nil }
        guard rows.contains(.approved) || rows.contains(.declared) else { return doubtfulStart }
        acceptedAnew = removals.count
        return nil
    }

    /// Another worker knows of what was kept.
    mutating func beginAnew(_ end: LifeLog.End, since moment: Duration) {
        removals.removeAll { $0.at >= moment && end == .cutShort }
        let now = moment + LifeLog.keeping
        for (id, until) in counts where until >= now { counts[id] = now + Self.minute }
        acceptedAnew = end == .forgotten ? removals.count : min(acceptedAnew, removals.count)
        before = removals.count
        if end != .kept { declaredSince = nil }
        came = [:]
        doubtfulStart = nil
    }

    mutating func startedDoubtfully(_ words: String) {
        doubtfulStart = words
    }

    mutating func started(_ id: ThingID, at now: Duration) {
        came[id] = now
    }

    mutating func stopped(_ removal: Removal) {
        removals.append(removal)
        if removal.ground == .heldStill || removal.ground == .released { counts[removal.id] = removal.at + Self.minute }
    }

    /// The removals without a word within the minute before now, of Things that did not come back since.
    private func recent(before now: Duration, assigned: Set<ThingID>) -> Set<ThingID> {
        Set(
            removals[before...].filter { removal in
                now - removal.at < .seconds(60) && !assigned.contains(removal.id) && removal.ground == .heldStill
                    && (came[removal.id] ?? now) <= now - .seconds(60)
            }.map(\.id))
    }

    /// The Things that the brake counts as assigned at that moment, for certain: those that were taken up before it, or with the first
    /// reading of all.
    func settled(at moment: Duration) -> Set<ThingID> {
        let first = came.values.min()
        return Set(came.filter { $0.value <= moment || $0.value == first }.keys)
    }

    /// The Things that went without a word, and that the brake may count after that moment.
    func gone(countedAfter moment: Duration) -> Set<ThingID> {
        Set(counts.filter { $0.value >= moment }.keys)
    }

    /// What the brake says of one minute; to be asked when a Thing went without a word.
    ///
    /// Only those count that were there a minute ago, and it is not asked how many of those went on a word: it errs on the side of
    /// the worker.
    func brakeFault(at now: Duration, assigned: Set<ThingID>) -> String? {
        guard !assigned.isEmpty else { return "the last Thing went without a word" }
        let gone = recent(before: now, assigned: assigned)
        let then = assigned.count { (came[$0] ?? now) <= now - .seconds(60) } + gone.count
        guard gone.count > max(1, then / 2) else { return nil }
        return "\(gone.count) of \(then) Things went within a minute without a word"
    }

    /// What the brake says of one reading: what goes by it at once is one Thing, or at most half of those assigned before.
    ///
    /// - Parameter moment: how long after one another those may be seen to stop that go at once.
    func brakeFault(
        by revision: Int64, at now: Duration, assigned: Set<ThingID>, moment: Duration
    ) -> String? {
        // A revision alone names no reading: ensembles that were wiped count from the beginning again.
        let atOnce = removals[before...].filter { $0.at >= now - moment }
        let going = Set(atOnce.filter { $0.ground == .heldStill && $0.revision == revision }.map(\.id))
        // What went for other reasons meanwhile was there when this was decided.
        let then = assigned.union(atOnce.map(\.id))
        guard going.count > max(1, then.count / 2) else { return nil }
        return "\(going.count) of \(then.count) Things went by one reading without a word"
    }

    /// Whether that incarnation of a Thing was stopped before, and no word was believed since.
    ///
    /// An entry that is younger than the revision at which it was absent is a new one, for all that ZooKeeper counts: an operator
    /// approved a restored list, and another was restored after that.
    func wasStopped(_ id: ThingID, fence: Int64) -> Bool {
        removals[acceptedAnew...].contains { $0.id == id && $0.fence == fence && $0.revision >= fence }
    }
}
