internal import HoldfastZooKeeper

/// One server: what it has on disk, what it serves, and what it takes itself for.
struct SimulatedServer {
    enum Role: Equatable {
        case down
        /// It seeks a leader, and serves nobody.
        case looking
        case following(leader: Int, term: Int)
        case leading(term: Int)
    }

    var role: Role = .looking
    var isHung = false
    /// Whether clients are served.
    var isServing = false
    /// Everything that was committed and applied. It survives a kill.
    var tree = DataTree()
    /// What was logged and is not applied. It survives a kill, and is committed if this server is elected.
    var tail: [LogEntry] = []
    /// The epoch of what it has: the last that it took part in.
    var epoch: Int64 = 0
    /// The last epoch of which it was told: it follows no leader of an older one.
    var acceptedEpoch: Int64 = 0
    var leadership: Leadership?
    var connections: [Int] = []
    var watches: [WatchPlace: [Int]] = [:]
    /// What waits for a hung server, in order.
    var held: [EnsembleEvent] = []
    /// How many of these are kept before those that concern nobody any more are looked for.
    var sweepAt = Self.fewHeld
    static let fewHeld = 256
    /// How much later than it learns of them it applies what was committed.
    var lag: Duration = .zero
    var lastApplication: Duration = .zero
    /// How many applications are scheduled.
    var applicationsDue = 0
    /// The term of the leader that it follows.
    var leaderTerm = 0
    /// Since when a follower and its leader have not heard of each other.
    var silentSince: Duration?
    /// When the leader was last told that a session lives.
    var touches: [Int64: Duration] = [:]

    var isRunning: Bool { role != .down }
    /// Whether it runs and answers.
    var isAwake: Bool { isRunning && !isHung }
    var lastLogged: Int64 { tail.last?.zxid ?? tree.zxid }

    var leader: Int? {
        if case .following(let leader, _) = role { leader } else { nil }
    }

    var term: Int? {
        switch role {
        case .following(_, let term), .leading(let term): term
        case .down, .looking: nil
        }
    }
}

/// What a server keeps while it leads.
struct Leadership {
    struct Follower {
        var term: Int
        var acknowledged: Int64
    }

    var epoch: Int64
    /// Whether a majority has caught up with it.
    var isReady = false
    /// Those that caught up and follow, by their number.
    var followers: [Int: Follower] = [:]
    /// The tree with everything that was proposed.
    var head: DataTree
    var lastZxid: Int64
    var committed: Int64
    /// Who waits for what was proposed before.
    var syncs: [(after: Int64, origin: Origin)] = []
    /// When each session ends unless it is heard of.
    var expiries: [Int64: Duration] = [:]
    /// The connection that speaks for each session.
    var owners: [Int64: Int] = [:]
    /// Sessions whose end is proposed.
    var closing: Set<Int64> = []
    var expiryCheckAt: Duration?
    var checksMortals = false
}
