/// One unbroken time of being connected to the ensemble.
public struct Connection: Hashable, Sendable {
    /// Tells connections apart; the readings made over one carry it.
    public var ordinal: Int
    /// The id of the session.
    public var session: Int64
    /// The timeout that the servers granted the session.
    public var timeout: Duration

    public init(ordinal: Int, session: Int64, timeout: Duration) {
        self.ordinal = ordinal
        self.session = session
        self.timeout = timeout
    }
}

/// Why nothing can be known of the ensemble.
public enum Disconnection: Hashable, Sendable {
    /// No server was reached yet.
    case connecting
    /// No server answers.
    case disconnected
    /// The session ended.
    case sessionLost
    /// The servers refused the credentials.
    case authenticationFailed
    /// The client was closed.
    case closed
}
