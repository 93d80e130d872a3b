/// The list itself was seen in a state that no ordinary change leads to: nothing is stopped by absence until a way out.
///
/// Trouble stays, whatever later readings look like: one that refills a list passes through every half-truth on the way.
struct ListTrouble: Sendable {
    enum Cause: Hashable, Sendable, CaseIterable {
        case rewound
        case differs
        case recreated
        case missing
        case empty
        case ephemeralGone
    }

    private(set) var causes: Set<Cause> = []
    /// Which node was seen in the place of the list, where it was re-created.
    private(set) var recreatedAs: ListIdentity?

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
    var isOfAnotherHistory: Bool { causes.contains(.rewound) || causes.contains(.differs) }
}
