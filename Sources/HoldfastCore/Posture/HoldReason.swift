/// Why a worker holds what runs.
///
/// The raw value is what the example worker prints and what a log line carries; `docs/failure-model.md` explains each.
public enum HoldReason: String, Hashable, Sendable, CaseIterable {
    /// No server was reached yet.
    case connecting
    /// No server answers; the session may live on.
    case disconnected
    /// The session ended; a new one is being opened.
    case sessionLost = "session lost"
    /// The servers refused the credentials.
    case authenticationFailed = "authentication failed"
    /// The client was closed, or the worker has ended.
    case closed
    /// Connected, and the list has not been read since.
    case unread
    /// The newest attempt to read the list failed.
    case readFailed = "read failed"
    /// The two halves of the newest reading do not belong together.
    case torn
    /// The server showed a state that is older than what was accepted; it is asked once more after a `sync`.
    case stale
    /// The list node was seen missing, and not everything assigned was listed since.
    case listMissing = "list missing"
    /// The list was seen empty although Things were assigned, and not everything assigned was listed since.
    case listEmpty = "list empty"
    /// More Things went within a minute than is believed without a word: at most half, and never the last one.
    case braked = "brake"
    /// The list shows a state that is older than what was accepted.
    case historyRewound = "history rewound"
    /// The list's count of changes does not fit the names that came and went: another history.
    case historyDiffers = "history differs"
    /// The list's counts moved as those of ZooKeeper cannot: the servers are of another kind, or show another history.
    case countsOtherwise = "servers count otherwise"
    /// The list node was created anew.
    case listRecreated = "list re-created"
    /// An ephemeral entry went: its writer's session ended, which does not say that it was taken off.
    case ephemeralGone = "ephemeral entry gone"
    /// The list was declared before, and the parent's data are no valid declaration now.
    case declarationLost = "declaration lost"
    /// Creations of the declared statement are still outstanding.
    case declarationUnfinished = "declaration unfinished"
    /// Children came or went after the declaration was written, or their number is another.
    case declarationNotCovering = "declaration not covering"
    /// The declaration is older than the one that was last accepted.
    case declarationBehind = "declaration behind"
    /// The declaration neither states the whole list nor descends from the one that was last accepted.
    case declarationOfOtherLineage = "declaration of other lineage"
    /// The declaration's generation lies more than a day beyond the worker's clock.
    case declarationFromTheFuture = "declaration from the future"
    /// The list has another name than the one that was accepted: it belongs to another ensemble, or was stated by a stranger.
    case listOfAnotherName = "list of another name"
    /// The parent's data say that the list is spread over shards, as older versions could spread it: its Things are not here.
    case listSharded = "list sharded"
    /// A new session, or the end of a long outage: absence is not believed before the settle time is over.
    case settling
}

extension HoldReason {
    /// Whether the reason does not pass by itself, as a lost connection does.
    public var asksForAnOperator: Bool {
        switch self {
        case .authenticationFailed, .readFailed, .listMissing, .listEmpty, .braked, .historyRewound, .historyDiffers,
            .listRecreated, .ephemeralGone, .declarationLost, .declarationNotCovering, .declarationBehind,
            .declarationOfOtherLineage, .declarationFromTheFuture, .listOfAnotherName, .countsOtherwise, .listSharded:
            true
        case .connecting, .disconnected, .sessionLost, .closed, .unread, .torn, .stale, .declarationUnfinished,
            .settling:
            false
        }
    }
}
