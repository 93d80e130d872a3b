/// What an exploration that found no fault has covered.
public struct Exploration: Hashable, Sendable {
    /// How many histories were run.
    public internal(set) var histories = 0
    /// How many steps they took in all.
    public internal(set) var steps = 0
    /// How many steps the shortest of them took.
    public internal(set) var fewestSteps = Int.max
    /// How much simulated time passed in all of them.
    public internal(set) var elapsed: Duration = .zero

    mutating func add(_ record: HistoryRecord) {
        histories += 1
        steps += record.steps
        fewestSteps = min(fewestSteps, record.steps)
        elapsed += record.elapsed
    }
}
