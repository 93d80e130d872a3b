internal import HoldfastCore

/// Which Things an operator has stopped by a local word, and when.
struct OperatorWords {
    private struct Word {
        var at: Duration
        /// Whether the worker knows of it: one that is cut short may not have kept it.
        var isCertain = true
    }

    private var stopped: [ThingID: Word] = [:]
    /// When a Thing was last started again.
    private var withdrawn: [ThingID: Duration] = [:]

    /// The Things that are not to run, or may not be.
    var resting: Set<ThingID> { Set(stopped.keys) }

    mutating func stop(_ id: ThingID, at now: Duration) {
        stopped[id] = Word(at: now)
    }

    mutating func start(_ id: ThingID, at now: Duration) {
        if stopped.removeValue(forKey: id) != nil { withdrawn[id] = now }
    }

    /// It was taken off the list, and the word with it.
    mutating func stopped(_ id: ThingID, at now: Duration) {
        start(id, at: now)
    }

    /// Whether a Thing must not run: the word was given before that moment, and the worker knows of it.
    func mustRest(_ id: ThingID, before moment: Duration) -> Bool {
        stopped[id].map { $0.isCertain && $0.at < moment } ?? false
    }

    /// Whether a Thing may have been stopped by such a word that was in force at that moment or later.
    func mayRest(_ id: ThingID, since moment: Duration) -> Bool {
        stopped[id] != nil || (withdrawn[id].map { $0 >= moment } ?? false)
    }

    /// What was said since then may not have been kept: neither that a Thing is to rest, nor that it is to run again. Whoever said
    /// the latter has to say it once more.
    mutating func doubt(since moment: Duration) {
        for (id, word) in stopped where word.at >= moment { stopped[id]?.isCertain = false }
        for (id, at) in withdrawn where at >= moment && stopped[id] == nil {
            stopped[id] = Word(at: at, isCertain: false)
        }
    }

    mutating func forgetAll() {
        stopped = [:]
    }
}
