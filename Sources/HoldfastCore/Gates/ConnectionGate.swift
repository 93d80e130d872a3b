/// The first gate: whether the ensemble answers at all.
///
/// Each time a connection is made it knows nothing, also when it resumed the session.
struct ConnectionGate: Sendable {
    enum State: Sendable {
        case unknown(Disconnection)
        case connected(Connection)
    }

    private(set) var state = State.unknown(.connecting)
    private var last: (connection: Connection, lostAt: Moment)?

    /// The connection that readings must carry; nil while nothing is known.
    var connection: Connection? {
        switch state {
        case .unknown: nil
        case .connected(let connection): connection
        }
    }

    /// - Returns: whether absence is to be believed only after the settle time: the session is a new one, or the outage was
    ///   longer than its timeout.
    mutating func connected(_ connection: Connection, at now: Moment) -> Bool {
        if case .connected(let previous) = state { last = (previous, now) }
        state = .connected(connection)
        guard let last else { return true }
        return connection.session != last.connection.session || now - last.lostAt > last.connection.timeout
    }

    mutating func disconnected(_ reason: Disconnection, at now: Moment) {
        if case .connected(let previous) = state { last = (previous, now) }
        state = .unknown(reason)
    }
}
