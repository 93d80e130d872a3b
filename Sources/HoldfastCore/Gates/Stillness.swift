/// How long a list without a declaration has held still.
///
/// It is the revision that proves it, not the silence of the watches: two readings of the same revision, the second begun at
/// least `quiet` after the first ended, show that nothing was created or deleted between them.
struct Stillness: Sendable {
    private var revision: Revision?
    private(set) var since = Moment.zero

    private struct Revision: Hashable {
        var identity: ListIdentity
        var pzxid: Int64
        var cversion: Int32
    }

    /// The list was read; `restart` when a held Thing returned.
    mutating func saw(_ stat: ListStat, at now: Moment, restart: Bool) {
        let seen = Revision(identity: stat.identity, pzxid: stat.pzxid, cversion: stat.cversion)
        guard restart || seen != revision else { return }
        revision = seen
        since = now
    }

    /// What was seen says nothing of the time that follows.
    mutating func interrupted() {
        revision = nil
    }
}
