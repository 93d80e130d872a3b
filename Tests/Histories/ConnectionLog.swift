internal import HoldfastZooKeeper

/// What the worker's client told of its session.
struct ConnectionLog {
    private var isConnected = false
    private var session: Int64?
    private var lostAt: Duration = .zero
    private var timeout: Duration = .zero
    /// When the newest connection began whose session is new, or that came after an outage longer than the timeout.
    private(set) var doubtfulSince: Duration?

    mutating func saw(_ state: SessionState, at now: Duration, isAnythingAssigned: Bool) {
        switch state {
        case .connected(let connection):
            if isConnected { lostAt = now }
            let isDoubtful = session != connection.sessionID || now - lostAt > timeout
            if isDoubtful, session != nil, isAnythingAssigned { doubtfulSince = now }
            session = connection.sessionID
            timeout = connection.negotiatedTimeout
            isConnected = true
        case .connecting, .disconnected, .lost, .closed, .failed:
            if isConnected { lostAt = now }
            isConnected = false
        }
    }

    /// A word was believed about the list as it stands: that ends the doubt.
    mutating func vouched() {
        doubtfulSince = nil
    }

    /// Whether it was connected at some time of the present moment.
    func wasConnected(at now: Duration) -> Bool { isConnected || lostAt == now }
}
