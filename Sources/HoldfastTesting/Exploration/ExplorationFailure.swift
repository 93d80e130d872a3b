/// A history that came to no good end, with the simplest plan that was found to show it.
public struct ExplorationFailure: Error, Sendable {
    /// The seed of the history.
    public let seed: UInt64
    /// The simplest plan that shows the fault under this seed, in words.
    public let plan: String
    /// The same as JSON, to be decoded and run again.
    public let planCode: String
    /// The plan that was drawn, in words.
    public let drawnPlan: String
    /// What happened under the simplest plan, line by line.
    public let timeline: String
    /// How the history ended under the simplest plan.
    public let error: any Error
    /// Whether the history took the same steps when it was run again. If not, something in it does not depend on the seed alone.
    public let replays: Bool
}

extension ExplorationFailure: CustomStringConvertible {
    public var description: String {
        """
        seed \(seed): \(error)
        \(replays ? "" : "It does not replay: something in it does not depend on the seed alone.\n")\
        the simplest plan that shows it:
        \(plan)
        as JSON: \(planCode)
        what happened:
        \(timeline)
        """
    }
}
