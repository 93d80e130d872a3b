internal import HoldfastCore

/// The Things that were told to stop, and when each is to have ended: a limit is the same for all, so the oldest comes first.
///
/// No task waits for a limit: nearly all Things end long before theirs, and a list that is drained would leave one for each.
struct StopLimits {
    private struct Entry {
        var thing: ThingID
        var launch: Int
        var limit: Moment
    }

    private var entries = Queue<Entry>()

    /// The limit of the one that was told first and has not ended; as of the last call of ``passed(at:isEnding:)``.
    var nextDeadline: Moment? { entries.first?.limit }

    /// A Thing was told to stop, in the launch with that number.
    mutating func told(_ thing: ThingID, launch: Int, limit: Moment) {
        entries.append(Entry(thing: thing, launch: launch, limit: limit))
    }

    /// Forgets those that have ended, but for those that were told after one that has not.
    ///
    /// - Returns: those whose limit has passed, each once.
    mutating func passed(at now: Moment, isEnding: (ThingID, Int) -> Bool) -> [ThingID] {
        var overdue: [ThingID] = []
        while let entry = entries.first {
            if isEnding(entry.thing, entry.launch) {
                guard entry.limit <= now else { break }
                overdue.append(entry.thing)
            }
            _ = entries.popFirst()
        }
        return overdue
    }
}
