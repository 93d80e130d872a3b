/// What the C library said of a handle's session.
struct HandleEvent: Hashable, Sendable {
    enum Kind: Hashable {
        /// A server granted or resumed the session.
        case connected(SessionGrant)
        /// The connection was lost; the library tries the same address again.
        case connectionLost
        /// A server said that the session ended.
        case sessionExpired
        /// The servers refused the credentials.
        case authenticationFailed
    }

    /// Counts the session events of the handle. A request is made for one connection and refused in the next, as far as
    /// is known when it is handed on; the library may still carry one over that meets the loss half-way.
    var connection: Int
    var kind: Kind
    /// Whether an operation was answered since the event before.
    var wasUsed = false
}
