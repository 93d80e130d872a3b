internal import HoldfastCore

/// Which Things an operator has stopped by a local word, and when.
struct OperatorWords {
    private var stopped: [ThingID: Duration] = [:]

    /// The Things that are not to run.
    var resting: Set<ThingID> { Set(stopped.keys) }

    mutating func stop(_ id: ThingID, at now: Duration) {
        stopped[id] = now
    }

    mutating func start(_ id: ThingID) {
        stopped[id] = nil
    }

    /// It was taken off the list, and the word with it.
    mutating func stopped(_ id: ThingID) {
        stopped[id] = nil
    }

    /// What was said since then may not have been kept.
    mutating func forget(since moment: Duration) {
        stopped = stopped.filter { $0.value < moment }
    }

    mutating func forgetAll() {
        stopped = [:]
    }
}
