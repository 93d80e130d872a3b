internal import HoldfastZooKeeper

/// What the worker's client told of its session.
struct ConnectionLog {
    private var isConnected = false
    private var session: Int64?
    private var lostAt: Duration = .zero
    private var timeout: Duration = .zero
    /// When the newest connection began whose session is new, or that came after an outage longer than the timeout.
    private(set) var doubtfulSince: Duration?
    /// When each connection began, and when it ended; the last may last on.
    private var spans: [(began: Duration, ended: Duration?)] = []

    mutating func saw(_ state: SessionState, at now: Duration, isAnythingAssigned: Bool) {
        switch state {
        case .connected(let connection):
            if isConnected { lost(at: now) }
            spans.append((now, nil))
            let isDoubtful = session != connection.sessionID || now - lostAt > timeout
            if isDoubtful, isAnythingAssigned { doubtfulSince = now }
            session = connection.sessionID
            timeout = connection.negotiatedTimeout
            isConnected = true
        case .connecting, .disconnected, .lost, .closed, .failed:
            if isConnected { lost(at: now) }
            isConnected = false
        }
    }

    /// Another worker has no session yet.
    mutating func beginAnew(at now: Duration) {
        if isConnected { lost(at: now) }
        isConnected = false
        session = nil
        doubtfulSince = nil
    }

    private mutating func lost(at now: Duration) {
        lostAt = now
        spans[spans.count - 1].ended = now
    }

    /// A word was believed about the list as it stands: that ends the doubt.
    mutating func vouched() {
        doubtfulSince = nil
    }

    /// Whether it was connected at some time of the present moment.
    func wasConnected(at now: Duration) -> Bool { isConnected || lostAt == now }

    /// Whether it was connected at some time from one moment to another; without an end, until now.
    func wasConnected(from begin: Duration, until end: Duration? = nil) -> Bool {
        spans.contains { span in
            (span.ended.map { $0 >= begin } ?? true) && (end.map { span.began <= $0 } ?? true)
        }
    }
}
