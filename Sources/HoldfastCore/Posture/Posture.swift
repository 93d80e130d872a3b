/// What a worker says of itself: that it follows its list, or that it holds what runs, and why.
public struct Posture: Hashable, Sendable {
    /// Whether the list is followed or what runs is held.
    public enum State: Hashable, Sendable {
        /// The list is known: changes are carried out as they are proved.
        case following
        /// What runs is kept, for these reasons: never empty, the gravest first.
        case holding([HoldReason])
    }

    /// Following or holding.
    public var state: State
    /// Since when it has been following, or holding for whatever reasons: on the clock of whoever drives the core, for a worker
    /// the time since its `run()` began.
    public var since: Moment
    /// When it was last proved what is assigned: the oldest proof that anything rests on. It is on the same clock, of which it
    /// may be before the beginning; nil where nothing was proved yet.
    public var provedAt: Moment?
    /// How many Things are assigned, whether they run or not.
    public var assigned: Int
    /// Those of them that do not run, and why.
    public var suspended: [ThingID: Suspension]
    /// Those of them that are absent from the newest believable reading, in the order of their ids, and what each waits for.
    public var removals: [PendingRemoval]
    /// How many Things are listed and not started: their payload could not be read, the settle time is not over, or the list
    /// may show another time and they wait for a word.
    public var pendingStarts: Int
    /// What an operator repeats to approve the newest reading as it stands; nil where nothing is held that this would release.
    public var approvalToken: ApprovalToken?

    public init(
        state: State, since: Moment, provedAt: Moment? = nil, assigned: Int = 0,
        suspended: [ThingID: Suspension] = [:], removals: [PendingRemoval] = [], pendingStarts: Int = 0,
        approvalToken: ApprovalToken? = nil
    ) {
        self.state = state
        self.since = since
        self.provedAt = provedAt
        self.assigned = assigned
        self.suspended = suspended
        self.removals = removals
        self.pendingStarts = pendingStarts
        self.approvalToken = approvalToken
    }

    /// Whether what runs is held.
    public var isHolding: Bool { state != .following }

    /// Why what runs is held; empty while following.
    public var reasons: [HoldReason] {
        switch state {
        case .following: []
        case .holding(let reasons): reasons
        }
    }
}
