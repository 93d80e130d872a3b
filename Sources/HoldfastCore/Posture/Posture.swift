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
    /// How many Things are assigned, whether they run or not.
    public var assigned: Int
    /// How many of them are absent from the newest reading and wait for proof.
    public var pendingRemovals: Int
    /// How many Things are listed and not started: their payload could not be read, the settle time is not over, or the list
    /// may show another time and they wait for a word.
    public var pendingStarts: Int

    public init(
        state: State, since: Moment, assigned: Int = 0, pendingRemovals: Int = 0, pendingStarts: Int = 0
    ) {
        self.state = state
        self.since = since
        self.assigned = assigned
        self.pendingRemovals = pendingRemovals
        self.pendingStarts = pendingStarts
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
