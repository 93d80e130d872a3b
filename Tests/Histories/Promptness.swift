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
    /// What began when all was as listed, and when the list was changed last.
    private let run = Mutex<(present: HonestRun?, changed: Duration)>((nil, .zero))

    /// - Parameters:
    ///   - bound: how long a change may take that waits for nothing but the list to hold still.
    ///   - auditInterval: how long it may take at most until an audit comes: what nobody declared on a declared list may wait for one.
    init(_ simulation: Simulation, _ oracle: Oracle, bound: Duration, auditInterval: Duration) {
        self.simulation = simulation
        self.oracle = oracle
        self.bound = bound
        self.auditInterval = auditInterval
    }

    /// Something became of the list.
    func saw(_ observation: ListObservation, _ seat: WorkerSeat) {
        guard observation.cause == .write else { return }
        goOn(seat)
        changed(seat)
    }

    /// The change belongs to those before it where it comes soon after them; else it is the first of others.
    private func goOn(_ seat: WorkerSeat) {
        let now = simulation.now.elapsed
        let life = seat.life
        let isFirst = run.withLock { run in
            defer { run.changed = now }
            return now - run.changed > bound
        }
        guard isFirst else { return }
        let began = life.worker.posture.isHolding || life.departure.isSet ? nil : oracle.beginRun(life: life.number)
        run.withLock { $0.present = began }
    }

    /// Whether what began when all was as listed must have been carried out by now.
    private func mustBeDone(_ life: WorkerSeat.Life, at now: Duration) -> Bool {
        guard let run = run.withLock(\.present), run.life == life.number, !life.departure.isSet,
            life.began <= run.began - Self.calmBefore, oracle.calm.isKept(from: run.began - Self.calmBefore, until: now)
        else { return false }
        return oracle.isHonest(run)
    }

    /// The list was changed.
    private func changed(_ seat: WorkerSeat) {
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
            if mustBeDone(life, at: changed + bound) {
                oracle.expectListed("\(bound) after honest changes, \(posture.words)")
            }
            // A posture counts from the beginning of its worker.
            let hasFollowed =
                !posture.isHolding && life.began + posture.since.elapsed <= changed && posture.pendingStarts == 0
            guard hasFollowed || mustBelieve && !life.departure.isSet && life.began <= changed - Self.calmBefore
            else { return }
            oracle.expectListed("\(bound) after the list was changed")
        }
    }
}
