internal import Holdfast
internal import HoldfastCore

/// The closures of the Things as they run, and what the worker said of them.
struct Closures {
    private(set) var running: Set<ThingID> = []
    /// Started and not stopped.
    private(set) var assigned: Set<ThingID> = []
    /// The Thing as its newest closure saw it: it knows its fence.
    private(set) var things: [ThingID: Thing] = [:]
    /// When the closure of a Thing ended last.
    private(set) var endedAt: [ThingID: Duration] = [:]

    mutating func began(_ thing: Thing) -> String? {
        things[thing.id] = thing
        return running.insert(thing.id).inserted ? nil : "\(thing.id) runs twice at once"
    }

    mutating func ended(_ thing: Thing, at now: Duration) -> String? {
        endedAt[thing.id] = now
        return running.remove(thing.id) == nil ? "\(thing.id) ended and did not run" : nil
    }

    /// - Returns: whether it is news: a closure that begins again after a failure is none.
    mutating func started(_ id: ThingID) -> Bool {
        assigned.insert(id).inserted
    }

    mutating func stopped(_ id: ThingID) -> String? {
        assigned.remove(id) == nil ? "\(id) was stopped and never started" : nil
    }
}
