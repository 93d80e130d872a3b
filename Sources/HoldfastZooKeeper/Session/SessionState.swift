/// How a client stands towards its ensemble.
///
/// `closed` and `failed` are terminal: nothing follows them.
public enum SessionState: Hashable, Sendable {
    /// No session was had yet.
    case connecting
    /// A server answers, and has caught up with the leader since it was connected, or believes itself to be the leader.
    case connected(SessionConnection)
    /// No server answers. The session may live on, and with it its ephemeral nodes and leases while `leasesHold`: that
    /// turns false once the timeout has passed since the loss of the last connection. It is no proof for mutual
    /// exclusion: the servers count from the last byte they heard, which may be two thirds of the timeout earlier. What
    /// must have ended before another may begin has a third of the timeout to end, counted from this state.
    case disconnected(leasesHold: Bool)
    /// The session with that id ended, by the word of a server or because it was given up; a new one is being opened.
    case lost(sessionID: Int64)
    /// The client was closed.
    case closed
    /// The servers refused the client for good.
    case failed(SessionFailure)
}

/// One unbroken time of being connected.
public struct SessionConnection: Hashable, Sendable {
    /// The id of the session.
    public var sessionID: Int64
    /// The session timeout that the servers granted.
    public var negotiatedTimeout: Duration
    /// Counts the times that this client became connected, from 1: two connections are never confused, also when a
    /// state between them was skipped.
    public var ordinal: Int

    public init(sessionID: Int64, negotiatedTimeout: Duration, ordinal: Int) {
        self.sessionID = sessionID
        self.negotiatedTimeout = negotiatedTimeout
        self.ordinal = ordinal
    }
}

/// Why servers refuse a client for good.
public enum SessionFailure: Hashable, Sendable {
    /// The credentials were refused.
    case authenticationFailed
}

extension SessionState {
    /// Whether nothing can follow this state.
    public var isTerminal: Bool {
        switch self {
        case .closed, .failed: true
        case .connecting, .connected, .disconnected, .lost: false
        }
    }
}
