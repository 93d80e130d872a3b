import Synchronization

/// Counts on the proxy's event loop what is read from anywhere.
final class AcceptedCount: Sendable {
    private let count = Atomic(0)

    var value: Int { self.count.load(ordering: .relaxed) }

    func increment() {
        self.count.add(1, ordering: .relaxed)
    }
}
