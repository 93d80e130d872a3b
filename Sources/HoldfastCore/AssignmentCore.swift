/// Decides, from what is learned of a list in ZooKeeper, which Things are to run: the one place where a removal is believed.
///
/// A value without clock, randomness or input: each method says what was learned, and when, and returns what is to be done now.
/// Whoever drives it carries the directives out in order, and calls ``deadlineReached(at:)`` when ``nextDeadline`` has come.
///
/// A Thing stops only by ``Directive/stop(_:)``, and a ``Proof`` is made in one place (`AssignmentCore+Word.swift`), after every
/// gate gave leave: the connection, the reading, the history, the word.
public struct AssignmentCore: Sendable {
    /// What is known of the list over the present connection.
    enum Knowledge: Hashable, Sendable {
        case unread
        case failed
        case torn(inARow: Int)
        case stale
        case known
    }

    /// A Thing of the list that was last accepted.
    struct Assigned: Hashable, Sendable {
        var assignment: Assignment
        var isEphemeral: Bool
    }

    /// After which time the absence of a Thing is believed, and in a re-created list also the presence of a new one.
    struct Settling: Sendable {
        var until: Moment
        var delaysStarts: Bool
    }

    public let settings: Settings

    var connectionGate = ConnectionGate()
    var history = HistoryGate()
    var stillness = Stillness()
    var trouble: ListTrouble?
    var settling: Settling?
    var knowledge = Knowledge.unread
    var assigned: [ThingID: Assigned] = [:]
    /// Assigned Things that the newest believable reading does not list.
    var absent: Set<ThingID> = []
    /// Things that a list of another history added, and the revision at which it did: only an entry made later is a new word.
    var awaitingWord: [ThingID: Int64] = [:]
    var pendingStarts = 0
    /// A reading that was asked for because a wait is over has not come yet.
    var isConfirming = false

    /// What the worker says of itself.
    public internal(set) var posture = Posture(state: .holding([.connecting]), since: .zero)

    /// A core that has learned nothing yet.
    public init(settings: Settings = Settings()) {
        self.settings = settings
    }

    /// The Things of the list that was last accepted, whether they run or not, in the order of their ids.
    public var assignments: [Assignment] {
        assigned.values.map(\.assignment).sorted { $0.id < $1.id }
    }
}

// The first gate.
extension AssignmentCore {
    /// A connection was made, or made anew, and the server has caught up with the leader. The list is to be read.
    public mutating func connected(_ connection: Connection, at now: Moment) -> [Directive] {
        let isDoubtful = connectionGate.connected(connection, at: now)
        // Unknown time does not count: a settle time that was interrupted begins anew.
        if isDoubtful || settling != nil, !assigned.isEmpty { settle(from: now) }
        forgetReadings()
        return [.read(afterSync: false)] + reportChange(at: now)
    }

    /// The connection is gone, or none could be made.
    public mutating func disconnected(_ reason: Disconnection, at now: Moment) -> [Directive] {
        connectionGate.disconnected(reason, at: now)
        forgetReadings()
        return reportChange(at: now)
    }

    private mutating func forgetReadings() {
        knowledge = .unread
        isConfirming = false
        stillness.interrupted()
    }

    mutating func settle(from now: Moment, delayingStarts: Bool = false) {
        let delaysStarts = delayingStarts || (settling?.delaysStarts ?? false)
        settling = Settling(until: now + settings.settle, delaysStarts: delaysStarts)
    }
}

// Time.
extension AssignmentCore {
    /// When ``deadlineReached(at:)`` is to be called, if nothing is learned before; nil where nothing waits for time.
    public var nextDeadline: Moment? {
        guard connectionGate.connection != nil, knowledge == .known, !isConfirming else { return nil }
        switch (settling?.until, stillUntil) {
        case (let settled?, _): return settled
        case (nil, let still?): return still
        case (nil, nil): return nil
        }
    }

    /// A deadline came. What waited for it is not done on the strength of the clock: the list is read once more.
    public mutating func deadlineReached(at now: Moment) -> [Directive] {
        guard let deadline = nextDeadline, deadline <= now else { return [] }
        isConfirming = true
        return [.read(afterSync: false)] + reportChange(at: now)
    }

    /// When the absence that was seen has lasted long enough; nil where no absence counts.
    private var stillUntil: Moment? {
        trouble == nil && !absent.isEmpty ? stillness.since + settings.quiet : nil
    }
}
