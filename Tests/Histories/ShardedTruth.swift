package import HoldfastCore
package import HoldfastTesting
internal import Synchronization

/// What was said of each Thing of a list that is spread over shards, and what its closure did.
package final class ShardedTruth: Sendable {
    /// What it saw, for the tally of many histories.
    package struct Counts: Sendable {
        /// Closures that ended.
        package var stops = 0
        /// Times that the number of shards was changed.
        package var changes = 0
        /// Whether the worker followed the list when all faults were over.
        package var hasFollowed = false

        package init() {}
    }

    private struct State {
        var turn = 0
        /// When each was put on the list, and when it was that what runs of it goes by.
        var added: [ThingID: [Int]] = [:]
        var begun: [ThingID: Int] = [:]
        /// When each was taken off, and which of these was carried out last.
        var removed: [ThingID: [Int]] = [:]
        var carriedOut: [ThingID: Int] = [:]
        var running: Set<ThingID> = []
        var wrongStops: [ThingID] = []
        var counts = Counts()
        /// What ends from now on ends with the worker.
        var isOver = false
    }

    private let simulation: Simulation
    private let serversLag: Bool
    private let state = Mutex(State())

    /// - Parameter serversLag: whether a worker may be shown one change after the other, long after each was made.
    package init(_ simulation: Simulation, serversLag: Bool = false) {
        self.simulation = simulation
        self.serversLag = serversLag
    }

    package var running: Set<ThingID> { state.withLock(\.running) }
    package var wrongStops: [ThingID] { state.withLock(\.wrongStops) }
    package var counts: Counts { state.withLock(\.counts) }

    package func adds(_ ids: Set<ThingID>) {
        simulation.note("operator: adds \(ids.sorted())")
        state.withLock { state in
            state.turn += 1
            for id in ids { state.added[id, default: []].append(state.turn) }
        }
    }

    /// From now on these may be stopped: what runs of them.
    package func removes(_ ids: Set<ThingID>) {
        simulation.note("operator: removes \(ids.sorted())")
        state.withLock { state in
            state.turn += 1
            for id in ids { state.removed[id, default: []].append(state.turn) }
        }
    }

    package func changed() { state.withLock { $0.counts.changes += 1 } }

    package func ends() { state.withLock { $0.isOver = true } }

    package func followed() { state.withLock { $0.counts.hasFollowed = true } }

    package func began(_ id: ThingID) {
        state.withLock { state in
            state.running.insert(id)
            let added = state.added[id] ?? []
            state.begun[id] =
                serversLag ? added.first { $0 > state.carriedOut[id] ?? 0 } ?? added.last : added.last
        }
    }

    /// A closure ends when its Thing was stopped; at the end of all, when the worker is.
    package func ended(_ id: ThingID) {
        state.withLock { state in
            state.running.remove(id)
            guard !state.isOver else { return }
            state.counts.stops += 1
            guard let removed = state.removed[id]?.first(where: { $0 > state.begun[id] ?? 0 }) else {
                return state.wrongStops.append(id)
            }
            state.carriedOut[id] = removed
        }
    }
}
