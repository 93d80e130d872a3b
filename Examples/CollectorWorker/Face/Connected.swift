import HoldfastZooKeeper
import Synchronization

/// Whether a session stood connected when it was last heard of.
final class Connected: Sendable {
    private let state = Atomic(false)

    var value: Bool { state.load(ordering: .relaxed) }

    func note(_ session: SessionState) {
        if case .connected = session {
            state.store(true, ordering: .relaxed)
        } else {
            state.store(false, ordering: .relaxed)
        }
    }
}
