internal import HoldfastCore

/// The workers that followed one another, and what the present one may know from those before it.
struct LifeLog {
    /// How a worker ended.
    enum End: Hashable {
        /// What it knew was kept.
        case kept
        /// What it learned last may not have been kept.
        case cutShort
        /// It kept nothing.
        case forgotten
    }

    /// How long it takes to keep what was learned.
    static let keeping = Duration.seconds(2)

    private(set) var number = 1
    private(set) var began = Duration.zero
    /// The Things that were taken up before, and that the present worker may run on that strength.
    private(set) var kept: Set<ThingID> = []

    /// When each Thing was taken off.
    private var stopped: [ThingID: Duration] = [:]

    /// - Parameter moment: until when what it learned is certain to be kept.
    mutating func ended(_ end: End, assigned: Set<ThingID>, keptUntil moment: Duration, at now: Duration) {
        // One that neither took up nor took off anything leaves behind what it found.
        let saidNothing = assigned.isEmpty && !stopped.values.contains { $0 >= began }
        number += 1
        began = now
        guard end != .forgotten else {
            kept = []
            return
        }
        guard !saidNothing else { return }
        // What was taken up again after it was taken off is assigned.
        for id in assigned { stopped[id] = nil }
        let gone = stopped.filter { $0.value <= moment }.keys
        // What was stopped so lately that it may not have been kept is assigned to the next worker.
        kept = kept.union(assigned).union(stopped.keys).subtracting(gone)
    }

    /// Those of them that the present worker has not stopped.
    var held: Set<ThingID> { kept.filter { stopped[$0].map { $0 < began } ?? true } }

    mutating func stopped(_ id: ThingID, at now: Duration) {
        stopped[id] = now
    }
}
