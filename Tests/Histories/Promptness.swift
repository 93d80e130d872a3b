internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper
internal import Synchronization

/// Looks, some time after each change of the list, whether the worker has carried it out, where nothing stood in its way.
final class Promptness: Sendable {
    /// How long before a change no fault may have begun or ended: a server that lagged may still lag behind.
    private static let calmBefore = Duration.seconds(6)

    private let simulation: Simulation
    private let faults: FaultPlan
    private let oracle: Oracle
    private let bound: Duration
    private let changes = Mutex(0)
    /// When the faults of the plan began to be played.
    private let played = Mutex<Duration?>(nil)

    /// - Parameter bound: how long a change may take that waits for nothing but the list to hold still.
    init(_ simulation: Simulation, _ faults: FaultPlan, _ oracle: Oracle, bound: Duration) {
        self.simulation = simulation
        self.faults = faults
        self.oracle = oracle
        self.bound = bound
    }

    /// The faults begin to be played now.
    func faultsBegin() {
        played.withLock { $0 = simulation.now.elapsed }
    }

    /// The list was changed.
    func changed(_ worker: HoldfastWorker) {
        let changed = simulation.now.elapsed
        let number = changes.withLock { changes in
            changes += 1
            return changes
        }
        simulation.schedule(after: bound) { [self, weak worker] in
            guard let worker, changes.withLock({ $0 == number }), isCalm(around: changed) else { return }
            let posture = worker.posture
            guard !posture.isHolding, posture.since.elapsed <= changed, posture.pendingStarts == 0 else { return }
            oracle.expectListed("\(bound) after the list was changed")
        }
    }

    private func isCalm(around moment: Duration) -> Bool {
        guard let begun = played.withLock({ $0 }) else { return false }
        let calm = (moment - Self.calmBefore)...(moment + bound)
        return !faults.entries.contains { entry in
            let (begins, ends) = (begun + entry.begins, begun + entry.ends)
            return begins <= calm.upperBound && ends >= calm.lowerBound
        }
    }
}
