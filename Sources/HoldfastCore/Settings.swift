/// How long the core waits before it believes that a Thing is absent from a list that carries no declaration.
public struct Settings: Hashable, Sendable {
    /// How long the list must have held still. Writers delete one by one; what is seen on the way is not what they meant.
    public var quiet: Duration
    /// How long after a new session, after an outage longer than the session timeout, or after the list was re-created.
    public var settle: Duration

    public init(quiet: Duration = .milliseconds(500), settle: Duration = .seconds(5)) {
        self.quiet = quiet
        self.settle = settle
    }
}
