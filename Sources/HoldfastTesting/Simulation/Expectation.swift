internal import Synchronization

/// A task that sleeps until something is so, or its time is up.
final class Expectation: Sendable {
    let sleeper = Sleeper()
    private let condition: @Sendable () -> Bool
    private let met = Atomic(false)

    init(_ condition: @escaping @Sendable () -> Bool) {
        self.condition = condition
    }

    /// Whether it was so at some time.
    var isMet: Bool { met.load(ordering: .relaxed) }

    /// Whether nobody waits for it any more.
    var isOver: Bool { isMet || !sleeper.isAsleep }

    /// Looks whether it is so now, and wakes who waits for it.
    ///
    /// - Returns: whether it is over.
    func meet() -> Bool {
        guard sleeper.isAsleep else { return true }
        guard condition() else { return false }
        met.store(true, ordering: .relaxed)
        sleeper.wake()
        return true
    }
}
