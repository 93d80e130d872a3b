/// Why a simulation came to no good end, apart from the errors of what ran in it.
public struct SimulationFailure: Error, Sendable {
    /// What went wrong.
    public struct Kind: Hashable, Sendable {
        private enum Value: Hashable {
            case deadlock
            case leftOvers
            case escaped
            case timeStandsStill
            case tooManySteps
            case tooLate
            case broken
        }

        private let value: Value

        /// Nothing can run and nothing is scheduled, and the body has not ended: it waits for what never comes.
        public static let deadlock = Kind(value: .deadlock)
        /// The body has ended and tasks that were begun in it have not.
        public static let leftOvers = Kind(value: .leftOvers)
        /// Something ran outside of the simulation, on another thread: the seed does not decide when.
        public static let escaped = Kind(value: .escaped)
        /// Jobs run and run and time never moves.
        public static let timeStandsStill = Kind(value: .timeStandsStill)
        /// The limit of steps was passed.
        public static let tooManySteps = Kind(value: .tooManySteps)
        /// What was waited for did not become so in time.
        public static let tooLate = Kind(value: .tooLate)
        /// What a history requires was not so.
        public static let broken = Kind(value: .broken)
    }

    /// What went wrong.
    public let kind: Kind
    /// The seed of the simulation.
    public let seed: UInt64
    /// When it was noticed, in the simulation's time.
    public let elapsed: Duration
    /// How many steps were taken until then.
    public let steps: Int
    /// What went wrong, in words, with what is known of the cause.
    public let message: String
}

extension SimulationFailure: CustomStringConvertible {
    public var description: String {
        "\(message) (seed \(seed), after \(elapsed) of simulated time and \(steps) steps)"
    }
}
