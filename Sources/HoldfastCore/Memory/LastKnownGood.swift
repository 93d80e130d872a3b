/// What a worker keeps on disk: what is assigned, and all that it needs so as not to believe the past after a restart.
public struct LastKnownGood: Hashable, Sendable {
    /// One assigned Thing.
    public struct Thing: Hashable, Sendable {
        /// What it is told to do.
        public var assignment: Assignment
        /// Whether its entry goes with the session of its writer.
        public var isEphemeral: Bool
        /// Whether an operator stopped it by a local word.
        public var isStoppedByOperator: Bool

        public init(assignment: Assignment, isEphemeral: Bool = false, isStoppedByOperator: Bool = false) {
            self.assignment = assignment
            self.isEphemeral = isEphemeral
            self.isStoppedByOperator = isStoppedByOperator
        }
    }

    /// The assigned Things, by id.
    public var things: [ThingID: Thing]
    /// The last accepted reading; nil where none was accepted yet.
    public var floor: Floor?
    /// What the list node said in the newest reading that was weighed; it differs from the floor's while the list is in trouble.
    public var newest: ListStat?
    /// The trouble that the list is in.
    public var trouble: ListTrouble?
    /// The declaration that was last accepted; nil for an undeclared list.
    public var accepted: AcceptedDeclaration?
    /// The newest statement that was read, accepted or not.
    public var newestStatement: StatementID?
    /// The newest statements that were read since one was accepted, each of which no later one goes on from.
    public var heads: [StatementID]
    /// How far the history was ever accepted.
    public var highWater: HighWater
    /// Things that went without a word within the time that the brake looks back.
    public var departed: Set<ThingID>
    /// Things that a list of another history added, and the revision at which it did: only an entry made later is a new word.
    public var awaitingWord: [ThingID: Int64]
    /// How many readings an operator has approved.
    public var approvals: Int

    public init(
        things: [ThingID: Thing] = [:], floor: Floor? = nil, newest: ListStat? = nil, trouble: ListTrouble? = nil,
        accepted: AcceptedDeclaration? = nil, newestStatement: StatementID? = nil, heads: [StatementID] = [],
        highWater: HighWater = HighWater(), departed: Set<ThingID> = [], awaitingWord: [ThingID: Int64] = [:],
        approvals: Int = 0
    ) {
        self.things = things
        self.floor = floor
        self.newest = newest
        self.trouble = trouble
        self.accepted = accepted
        self.newestStatement = newestStatement
        self.heads = heads
        self.highWater = highWater
        self.departed = departed
        self.awaitingWord = awaitingWord
        self.approvals = approvals
    }
}
