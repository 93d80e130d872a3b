/// Why a Thing that is assigned does not run.
public enum Suspension: Hashable, Sendable {
    /// It was read from disk, and the worker still waits for the list, or what was read is too old to be run on its own word.
    case notYetKnown
    /// It ran for as long as its tenure allows without proof; it starts again once the list is known.
    case tenureEnded
    /// It kept failing and is left alone until then.
    case quarantined(until: Moment)
    /// An operator stopped it.
    case stoppedByOperator
}

extension Suspension: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notYetKnown: "not yet known"
        case .tenureEnded: "tenure ended"
        case .quarantined: "quarantined"
        case .stoppedByOperator: "stopped by an operator"
        }
    }
}
