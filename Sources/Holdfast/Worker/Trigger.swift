internal import HoldfastCore
internal import HoldfastZooKeeper

/// What wakes a worker.
enum Trigger: Sendable {
    /// The session of the client has another state.
    case session(SessionState)
    /// A watch ended: by its event, or because no event can come any more.
    case watchEnded(ListCache.Arming)
    /// An attempt to read the list ended.
    case readingEnded(ListReader.Result, ReadingAttempt)
    /// An audit ended: whether the list is to be read again.
    case auditEnded(Result<Bool, ZooKeeperError>, ReadingAttempt)
    /// The task of a Thing says something.
    case thing(ThingReport)
    /// A pause between two lives of a Thing is over.
    case paused(ThingID, pause: Int)
    /// Time has come.
    case deadline(Moment)
    /// An operator says something.
    case told(OperatorWord, OneShot<OperatorWord.Answer>)
    /// The worker is to end.
    case shutdown
}

/// How an attempt to read or to audit the list was begun.
struct ReadingAttempt: Hashable, Sendable {
    var connection: Int
    var begun: Moment
    var purpose: ReadPurpose
}
