internal import HoldfastTesting
internal import HoldfastZooKeeper

/// Which list nodes Things were started from, and when a word was believed last.
struct StartLog {
    /// What tells one node in the place of the list from another.
    struct Identity: Hashable {
        var czxid: Int64
        var ctime: Int64

        init(_ list: ListObservation.List) {
            czxid = list.stat.czxid
            ctime = list.stat.ctime
        }
    }

    private(set) var identities: Set<Identity> = []
    private(set) var wordAt: Duration?

    mutating func started(from list: ListObservation.List) {
        identities.insert(Identity(list))
    }

    /// Another worker knows nothing of them.
    mutating func beginAnew() {
        identities = []
    }

    /// A declaration or an approval was believed: what was started before says nothing of what follows.
    mutating func believed(at now: Duration) {
        identities = []
        wordAt = now
    }
}
