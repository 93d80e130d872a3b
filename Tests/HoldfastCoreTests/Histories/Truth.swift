import HoldfastCore

/// What a just observer knows of a history: who was taken off, what the core was shown, and what it may therefore do.
///
/// It knows what the writers did and never how the core decides, but for what the core says of itself.
struct Truth {
    let settings: Settings

    /// The reading that is being shown, or was shown last.
    var newest: ListReading?
    /// The newest reading that left the core following.
    var followed: ListReading?
    /// The Things that the core was seen to take on and not to give up, and the incarnation of each that was shown last.
    var assigned: Set<ThingID> = []
    var believed: [ThingID: Int] = [:]
    /// Incarnations of which the core has seen, and accepted, that they went.
    var goneShown: Set<Int> = []

    /// The incarnations that were listed in the newest reading.
    var shownNumbers: Set<Int> = []

    /// The servers lost or changed their past, and the core has read nothing since.
    var hasJumped = false
    /// How often nobody could have told that they did.
    var undetectable = 0
    /// The list was seen in a state that no ordinary change leads to, and not whole since.
    var isTroubled = false
    /// The list node that was last seen whole, or that the core followed.
    var identity: ListIdentity?
    /// The newest declaration that was shown, and the one that the core last agreed with.
    var newestGeneration: Int64 = 0
    var agreedGeneration: Int64?
    var agreed: StatementID?
    /// Whether a generation that no clock will reach was shown, and no word since that needs to have heard of nothing.
    var hasSeenFuture = false
    /// Whether what the worker sees is a stranger's list.
    var isAtStranger = false
    var hasMetStranger = false

    var isConnected = false
    var lastSession: Int64?
    var lostAt = Moment.zero
    /// When absence may be believed after a new session or a long outage.
    var settledAt = Moment.zero

    /// What was assigned, and since when.
    var assignedLog: [(since: Moment, assigned: Set<ThingID>)] = []
    /// What went without a word, and when.
    var departures: [(at: Moment, thing: ThingID)] = []
    /// When each was last listed.
    var listedAt: [ThingID: Moment] = [:]
    /// For how long a known time each has been absent.
    var knownAbsence: [ThingID: Duration] = [:]
    var knownSince: Moment?

    /// The tokens that the core showed, with the names of the reading that each stood for.
    var tokens: [ApprovalToken: Set<ThingID>] = [:]
    /// Those that an operator gave, and those that were accepted.
    var given: Set<ApprovalToken> = []
    var used: Set<ApprovalToken> = []

    init(_ settings: Settings) {
        self.settings = settings
    }

    mutating func serversJumped() {
        hasJumped = true
        // Zxids are used again, and so may be what a token is made of.
        tokens = [:]
    }

    mutating func connected(session: Int64, at now: Moment) {
        if isConnected { lostAt = now }
        if session != lastSession || now - lostAt > .seconds(2) || now < settledAt { settledAt = now + settings.settle }
        if assigned.isEmpty, lastSession == nil { settledAt = now }
        (isConnected, lastSession) = (true, session)
        unknown()
    }

    mutating func disconnected(at now: Moment) {
        if isConnected { lostAt = now }
        isConnected = false
        unknown()
    }

    mutating func restarted(at now: Moment) {
        (isConnected, lastSession) = (false, nil)
        // A worker that begins anew has no memory of the minute before.
        assignedLog = [(now, assigned)]
        departures = []
        unknown()
    }

    /// Nothing is known of the time that follows.
    mutating func unknown() {
        knownSince = nil
        newest = nil
    }

    mutating func audited(at now: Moment) {
        for (id, _) in newest?.entries ?? [:] { listedAt[id] = now }
        countKnownTime(at: now)
    }

    mutating func reads(_ reading: ListReading, of shown: Servers, at now: Moment) {
        newest = reading
        for (id, _) in reading.entries { listedAt[id] = now }
    }

    mutating func countKnownTime(at now: Moment) {
        guard let newest, !newest.entries.isEmpty else {
            knownSince = nil
            return
        }
        if knownAbsence.keys.contains(where: { newest.entries[$0] != nil }) { knownAbsence = [:] }
        let passed = knownSince.map { now - $0 } ?? .zero
        for id in assigned where newest.entries[id] == nil {
            knownAbsence[id] = knownAbsence[id].map { $0 + passed } ?? .zero
        }
        knownSince = now
    }

    /// Whether those may go besides what went within the window without a word.
    func brakeLets(_ going: Set<ThingID>, at now: Moment) -> Bool {
        let begin = now + (Duration.zero - settings.brakeWindow)
        let then = (assignedLog.last { $0.since <= begin } ?? assignedLog.first)?.assigned ?? assigned
        let gone = Set(departures.filter { $0.at > begin }.map(\.thing)).subtracting(assigned)
        let count = then.intersection(gone.union(going)).count
        return count == 0 || (count <= max(1, then.count / 2) && count < then.count)
    }
}
