internal import HoldfastTesting
internal import Synchronization

/// Knows when no fault stands in the way of anything.
final class Calm: Sendable {
    private let faults: FaultPlan
    /// When the faults of the plan began to be played.
    private let played = Mutex<Duration?>(nil)

    init(_ faults: FaultPlan) {
        self.faults = faults
    }

    /// The faults begin to be played.
    func faultsBegin(at now: Duration) {
        played.withLock { $0 = now }
    }

    /// Whether no fault began, lasted or ended in that time.
    func isKept(from begin: Duration, until end: Duration) -> Bool {
        guard let begun = played.withLock(\.self), begun <= begin else { return false }
        return !faults.entries.contains { entry in
            begun + entry.begins <= end && begun + entry.ends >= begin
        }
    }
}
