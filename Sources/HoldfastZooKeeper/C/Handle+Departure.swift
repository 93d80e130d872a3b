internal import CZooKeeper
import Synchronization

extension Handle {
    /// Waits until the connection is lost, and closes the handle in that moment, so that its session lives on elsewhere.
    ///
    /// - Parameter limit: how long to wait.
    /// - Returns: false when the connection stands still, or was lost and that moment was missed.
    func leave(within limit: Duration) async -> Bool {
        await BlockingQueue.run {
            let departure = self.departures.withLock { departures in
                departures.current = Departure(thread: departures.thread)
                return departures.current
            }
            guard let departure else { return false }
            DepartureGate.begin(departure)
            defer { DepartureGate.end(departure) }
            return departure.wait(atMost: limit) && self.closeAfterLoss()
        }
    }

    /// Ends the wait of ``leave()``.
    func cancelDeparture() {
        departures.withLock { $0.current }?.cancel()
    }

    /// To be called when the handle was connected: other handles of its session may be connected to the same server later.
    func noteThread(sessionID: Int64) {
        let thread = DepartureGate.thread(of: address, sessionID: sessionID)
        departures.withLock { $0.thread = thread }
    }
}

/// What a handle needs to be left.
struct HandleDepartures {
    /// The thread on which the library serves the handle's connection.
    var thread: UInt?
    var current: Departure?
}
