internal import Holdfast
internal import HoldfastCore

/// The closures of the Things as they run, held against what the worker says of them.
///
/// The worker's events alone prove nothing: a closure that ends without a word, or that runs on after one, shows only here.
struct Closures {
    /// What the worker said last of a Thing that it has taken up.
    enum Word: Equatable {
        case runs
        case failed
        case suspended(Suspension)
    }

    /// A closure that runs.
    struct Life {
        var thing: Thing
        var began: Duration
        /// The fence that it began with.
        var fence: Fence
        /// The payload that it began with, or the newest that it was told.
        var payload: [UInt8]
    }

    /// What told the fence of a Thing, and since when it held.
    private struct Known {
        enum Source {
            case thing(Thing)
            case fence(Fence)
        }

        var source: Source
        var since: Duration

        var fence: Int64 {
            switch source {
            case .thing(let thing): thing.fence.rawValue
            case .fence(let fence): fence.rawValue
            }
        }
    }

    private(set) var running: [ThingID: Life] = [:]
    private(set) var words: [ThingID: Word] = [:]
    /// What was known of each Thing last: by its closure when that ended, or by the word that started it. And what was known before,
    /// where the last is of this moment.
    private var known: [ThingID: (last: Known, before: Known?)] = [:]
    /// Since when the closure of a Thing is not what was said of it.
    private var contradictions: [ThingID: Duration] = [:]
    /// The worker is to end, and its closures with it, without a word.
    private var isShuttingDown = false

    /// The Things that were taken up and not taken off, whether they run or not.
    var assigned: Set<ThingID> { Set(words.keys) }

    /// Whether some closure is not what was said of it.
    var isContradicted: Bool { !contradictions.isEmpty }

    // MARK: What closures do

    mutating func began(_ thing: Thing, at now: Duration) -> String? {
        let life = Life(thing: thing, began: now, fence: thing.fence, payload: thing.payload)
        guard running.updateValue(life, forKey: thing.id) == nil else {
            return "a Thing runs twice at once: \(thing.id)"
        }
        compare(thing.id, at: now)
        return nil
    }

    mutating func learned(_ id: ThingID, _ payload: [UInt8]) {
        running[id]?.payload = payload
    }

    mutating func ended(_ thing: Thing, at now: Duration) -> String? {
        let id = thing.id
        guard let life = running.removeValue(forKey: id) else { return "a closure ended that did not run: \(id)" }
        learn(.thing(thing), since: life.began, of: id, at: now)
        compare(id, at: now)
        return nil
    }

    // MARK: What the worker says

    /// - Returns: what was said of it before; nil where it is taken up with this.
    mutating func started(_ id: ThingID, _ fence: Fence, at now: Duration) -> Word? {
        learn(.fence(fence), since: now, of: id, at: now)
        let before = words.updateValue(.runs, forKey: id)
        compare(id, at: now)
        return before
    }

    mutating func updated(_ id: ThingID) -> String? {
        switch words[id] {
        case .runs, .failed: nil
        case .suspended, nil: "a Thing was updated that does not run: \(id)"
        }
    }

    mutating func failed(_ id: ThingID, at now: Duration) -> String? {
        guard words[id] == .runs else { return "a Thing failed that did not run: \(id)" }
        words[id] = .failed
        compare(id, at: now)
        return nil
    }

    mutating func suspended(_ id: ThingID, _ suspension: Suspension, at now: Duration) -> String? {
        words[id] = .suspended(suspension)
        compare(id, at: now)
        return runsOn(id, since: now) ? "a Thing was said to be suspended and its closure runs: \(id)" : nil
    }

    mutating func stopped(_ id: ThingID, at now: Duration) -> String? {
        guard words.removeValue(forKey: id) != nil else { return "a Thing was stopped that was never started: \(id)" }
        compare(id, at: now)
        return runsOn(id, since: now) ? "a Thing was said to be stopped and its closure runs: \(id)" : nil
    }

    /// Whether a closure runs that did so before; one that begins at the same moment may be ahead of the words.
    private func runsOn(_ id: ThingID, since now: Duration) -> Bool {
        running[id].map { $0.began < now } ?? false
    }

    /// The fence with which the worker knew a Thing that it has stopped. One that is begun again at once has a newer one by then, and may
    /// even have failed: words are heard a little after they are said, so those of this moment speak of what was known before it.
    func fence(of id: ThingID, at now: Duration) -> Int64? {
        guard let known = known[id] else { return nil }
        return (known.last.since < now ? known.last : known.before ?? known.last).fence
    }

    private mutating func learn(_ source: Known.Source, since: Duration, of id: ThingID, at now: Duration) {
        let former = known[id].flatMap { $0.last.since < now ? $0.last : $0.before }
        known[id] = (Known(source: source, since: since), since < now ? nil : former)
    }

    /// The worker is about to end.
    mutating func shutDown() {
        isShuttingDown = true
        contradictions = [:]
    }

    /// Another worker takes its place, which has said nothing yet.
    mutating func beginAnew() -> String? {
        isShuttingDown = false
        words = [:]
        return running.keys.min().map { "a closure outlives its worker: \($0)" }
    }

    // MARK: Both together

    private mutating func compare(_ id: ThingID, at now: Duration) {
        if isShuttingDown || (words[id] == .runs) == (running[id] != nil) {
            contradictions[id] = nil
        } else if contradictions[id] == nil {
            contradictions[id] = now
        }
    }

    /// What has not been what was said of it for longer than that.
    func contradiction(olderThan bound: Duration, at now: Duration) -> String? {
        let old = contradictions.filter { now - $0.value > bound }.keys.min()
        return old.map { id in
            switch words[id] {
            case .runs: "a closure ended or never began without a word: \(id)"
            case .failed: "a closure runs that was said to have failed: \(id)"
            case .suspended: "a closure runs that was said to be suspended: \(id)"
            case nil: "a closure runs without a word: \(id)"
            }
        }
    }
}
