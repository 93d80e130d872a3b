/// How long the core waits before it believes, and how long what it cannot prove may run.
public struct Settings: Hashable, Sendable {
    /// How long an undeclared list must have held still. Writers delete one by one; what is seen on the way is not what they
    /// meant.
    public var quiet: Duration = .milliseconds(500)
    /// How long absence is not believed after a new session, after an outage longer than the session timeout, or after the list
    /// was re-created, where the list is undeclared.
    public var settle: Duration = .seconds(5)
    /// The time within which at most half of the Things may go, and never the last one, where the list is undeclared.
    public var brakeWindow: Duration = .seconds(60)
    /// After how much known time a Thing may go that was absent from every believable reading; nil means never.
    public var brakeRelease: Duration?
    /// How long a Thing may run without proof that it is assigned.
    public var tenure: Tenure = .indefinite
    /// When a Thing that keeps failing is left alone.
    public var quarantine = QuarantineRule()
    /// How long a worker that starts waits for the list before it runs what it last knew.
    public var coldStart: Duration = .milliseconds(300)
    /// How old what it last knew may be to be run on its own word.
    public var maxAge: Duration = .seconds(7 * 24 * 3600)

    /// The defaults.
    public init() {}
}

/// How long a Thing may run without proof that it is assigned.
///
/// The proof is a believable reading that lists it. The default lets it run for as long as it takes, since an unread device is
/// what this library exists to prevent; work that must not run twice needs a limit.
public enum Tenure: Hashable, Sendable {
    /// A Thing runs until it is proved that it was taken off.
    case indefinite
    /// A Thing is suspended after that long without proof, and starts again once the list is known.
    case limited(Duration)
}

/// When a Thing that keeps failing is left alone.
public struct QuarantineRule: Hashable, Sendable {
    /// So many failures within the window bring it into quarantine; 0 means that none do.
    public var failures = 10
    /// The window in which they count.
    public var window: Duration = .seconds(600)
    /// How long it is left alone, unless it is assigned anew, its payload changes, or an operator starts it.
    public var rest: Duration = .seconds(600)

    /// The defaults.
    public init() {}
}
