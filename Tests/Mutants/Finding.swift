/// What became of a mutant.
enum Finding {
    /// A history broke a rule.
    case found(seed: String, words: String)
    /// No history did.
    case sound
    /// The simulation itself went wrong.
    case other(String)
}
