/// A point in time, told to the core by whoever drives it: the time since any fixed beginning, on a clock that never goes back.
public struct Moment: Hashable, Sendable {
    /// The time since the beginning.
    public var elapsed: Duration

    public init(elapsed: Duration) {
        self.elapsed = elapsed
    }

    /// The beginning.
    public static let zero = Moment(elapsed: .zero)

    public static func + (moment: Moment, duration: Duration) -> Moment {
        Moment(elapsed: moment.elapsed + duration)
    }

    public static func - (later: Moment, earlier: Moment) -> Duration {
        later.elapsed - earlier.elapsed
    }

    /// The earlier of two that may be missing.
    package static func earlier(_ one: Moment?, _ other: Moment?) -> Moment? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }
}

extension Moment: Comparable {
    public static func < (left: Moment, right: Moment) -> Bool { left.elapsed < right.elapsed }
}
