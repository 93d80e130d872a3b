/// What became of a mutant.
enum Finding {
    /// A history broke a rule.
    case found(seed: String, words: String)
    /// No history did.
    case sound
    /// It is no Swift.
    case notBuilt
    /// The simulation itself went wrong.
    case other(String)
}
