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
    private let oracle: Oracle
    private let bound: Duration
    private let auditInterval: Duration
    private let changes = Mutex(0)

    /// - Parameters:
    ///   - bound: how long a change may take that waits for nothing but the list to hold still.
    ///   - auditInterval: how long it may take at most until an audit comes: what nobody declared on a declared list may wait for one.
    init(_ simulation: Simulation, _ oracle: Oracle, bound: Duration, auditInterval: Duration) {
        self.simulation = simulation
        self.oracle = oracle
        self.bound = bound
        self.auditInterval = auditInterval
    }

    /// The list was changed.
    func changed(_ seat: WorkerSeat) {
        let changed = simulation.now.elapsed
        let followed = seat.life.worker.posture
        let bound = oracle.isLeftUndeclared ? bound + auditInterval : bound
        // What goes on from a list that was followed is believed, whatever the worker makes of it.
        let mustBelieve = !followed.isHolding && followed.pendingStarts == 0 && oracle.isContinued(after: bound)
        let number = changes.withLock { changes in
            changes += 1
            return changes
        }
        simulation.schedule(after: bound) { [self, weak seat] in
            guard let life = seat?.life, changes.withLock({ $0 == number }) else { return }
            guard oracle.calm.isKept(from: changed - Self.calmBefore, until: changed + bound) else { return }
            let posture = life.worker.posture
            // A posture counts from the beginning of its worker.
            let hasFollowed =
                !posture.isHolding && life.began + posture.since.elapsed <= changed && posture.pendingStarts == 0
            guard hasFollowed || mustBelieve && !life.departure.isSet && life.began <= changed - Self.calmBefore
            else { return }
            oracle.expectListed("\(bound) after the list was changed")
        }
    }
}
