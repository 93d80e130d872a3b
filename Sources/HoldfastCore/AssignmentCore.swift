/// Decides, from what is learned of a list in ZooKeeper, which Things are to run: the one place where a removal is believed.
///
/// A value without clock, randomness or input: each method says what was learned, and when, and returns what is to be done now.
/// Whoever drives it carries the directives out in order, and calls ``deadlineReached(at:)`` when ``nextDeadline`` has come.
///
/// A Thing stops only by ``Directive/stop(_:)``, and a ``Proof`` is made in one place (`AssignmentCore+Removal.swift`), after every
/// gate gave leave: the connection, the reading, the history, the word.
public struct AssignmentCore: Sendable {
    /// What is known of the list over the present connection.
    enum Knowledge: Hashable, Sendable {
        case unread
        case failed
        case torn(inARow: Int)
        case stale
        /// The list is spread over shards: what it holds is not known here.
        case sharded
        case known
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
    var brake: Brake
    var trouble: ListTrouble?
    var settling: Settling?
    var knowledge = Knowledge.unread

    /// The list that was last accepted, whether its Things run or not.
    var assigned: [ThingID: LastKnownGood.Thing] = [:]
    /// Those of them that do not run.
    var suspended: [ThingID: Suspension] = [:]
    /// Those of them that the newest believable reading does not list.
    var absent: [ThingID: Absence] = [:] { didSet { isAbsenceNew = true } }
    /// What the posture says of them is not what is known.
    var isAbsenceNew = false
    /// Things that a list of another history added, and the revision at which it did: only an entry made later is a new word.
    var awaitingWord: [ThingID: Int64] = [:]
    /// Those on the list of the newest reading that has been weighed which are not assigned, could not be read, or have changed
    /// since they were last followed: all others are as they are to be.
    var unfollowed: Set<ThingID> = []
    var pendingStarts = 0

    /// The newest reading that was weighed: what an approval accepts.
    var held: ListReading?
    /// What its names are, for an approval; nil where nobody has asked yet.
    var heldNames: NamesDigest?
    /// What the parent's data said in it.
    var word = Word.undeclared
    var wordGate = WordGate()
    /// The connection over which the floor was accepted: servers that stay up do not go back.
    var floorConnection: Int?
    var approvals = 0
    var knownTime = KnownTime()
    /// When it was last proved that what is listed is assigned.
    var provedAt: Moment?
    var failures: FailureRecord
    /// When the Things that were kept on disk are run without having been read.
    var coldStartAt: Moment?
    /// A reading that was asked for because a wait is over has not come yet.
    var isConfirming = false

    /// What is to be said when the fact at hand has been dealt with.
    var rows: [Row] = []
    var isUnsaved = false

    /// What the worker says of itself.
    public internal(set) var posture = Posture(state: .holding([.connecting]), since: .zero)
    /// When ``deadlineReached(at:)`` is to be called, if nothing is learned before; nil where nothing waits for time.
    public internal(set) var nextDeadline: Moment?

    /// A core that has learned nothing yet.
    public init(settings: Settings = Settings()) {
        self.settings = settings
        brake = Brake(window: settings.brakeWindow)
        failures = FailureRecord(rule: settings.quarantine)
    }

    /// When the list was last proved: whatever it lists was assigned then.
    public var newestProof: Moment? { provedAt }

    /// The Things of the list that was last accepted, whether they run or not, in the order of their ids.
    public var assignments: [Assignment] {
        assigned.values.map(\.assignment).sorted { $0.id < $1.id }
    }
}

extension AssignmentCore {
    /// What was learned was dealt with: the rows it fell under, whether something is to be kept, what changed in the posture, and how
    /// long nothing need be done.
    mutating func conclude(at now: Moment) -> [Directive] {
        var directives: [Directive] = []
        if !rows.isEmpty {
            directives.append(.judged(rows))
            rows = []
        }
        if isUnsaved {
            directives.append(.save)
            isUnsaved = false
        }
        if let report = reportChange(at: now) { directives.append(report) }
        nextDeadline = earliestDeadline
        return directives
    }

    /// Runs them, but for those whose tenure is over: they wait for proof.
    mutating func run(_ ids: some Collection<ThingID>, at now: Moment) -> [Directive] {
        // The order of a dictionary changes from process to process; a history must replay.
        ids.sorted().compactMap { id in
            guard !hasTenureEnded(of: id, at: now) else {
                suspended[id] = .tenureEnded
                return nil
            }
            suspended[id] = nil
            return assigned[id].map { .start($0.assignment) }
        }
    }
}
