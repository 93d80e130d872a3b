/// The list itself was seen in a state that no ordinary change leads to: nothing is stopped by absence until a way out.
///
/// Trouble stays, whatever later readings look like: one that refills a list passes through every half-truth on the way.
public struct ListTrouble: Hashable, Sendable {
    /// What was seen. The raw value is what is kept on disk.
    public enum Cause: String, Hashable, Sendable, CaseIterable {
        /// The servers show an older state than was accepted.
        case rewound
        /// The count of changes does not lead from the accepted names to these.
        case differs
        /// The counts of the list node moved as those of ZooKeeper cannot.
        case countsOtherwise
        /// Another node stands in the place of the list.
        case recreated
        /// The list node does not stand.
        case missing
        /// Nothing is listed although Things are assigned.
        case empty
        /// More Things went within a minute than the brake lets go.
        case braked
        /// An ephemeral entry went.
        case ephemeralGone
    }

    /// All that was seen since the trouble began; never empty.
    public private(set) var causes: Set<Cause>
    /// Which node was seen in the place of the list, where it was re-created.
    public private(set) var recreatedAs: ListIdentity?

    /// Trouble that begins, or that was kept.
    public init(_ causes: Set<Cause>, recreatedAs: ListIdentity? = nil) {
        self.causes = causes
        self.recreatedAs = recreatedAs
    }

    mutating func add(_ cause: Cause) {
        causes.insert(cause)
    }

    /// - Returns: whether that node was not seen before.
    mutating func add(recreatedAs identity: ListIdentity) -> Bool {
        causes.insert(.recreated)
        defer { recreatedAs = identity }
        return recreatedAs != identity
    }

    /// Whether the list may show another time: what it lists may be long gone elsewhere, or hold what was true once.
    var isOfAnotherHistory: Bool { !causes.isDisjoint(with: [.rewound, .differs, .countsOtherwise]) }
}
