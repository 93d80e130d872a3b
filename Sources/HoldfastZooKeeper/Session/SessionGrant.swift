/// What a server granted when it connected a handle.
package struct SessionGrant: Hashable, Sendable {
    package var credentials: SessionCredentials
    /// The negotiated session timeout.
    package var timeout: Duration

    package init(credentials: SessionCredentials, timeout: Duration) {
        self.credentials = credentials
        self.timeout = timeout
    }
}
