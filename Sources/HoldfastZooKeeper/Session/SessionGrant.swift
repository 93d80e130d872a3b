/// What a server granted when it connected a handle.
struct SessionGrant: Hashable, Sendable {
    var credentials: SessionCredentials
    /// The negotiated session timeout.
    var timeout: Duration
}
