/// Where the simulated ensemble and real servers may differ, and how the comparison deals with it. Everything else is
/// compared word by word.
///
/// 1. **zxids and session ids** are other numbers. Their order, and which are the same, is compared.
/// 2. **Clocks.** Of `ctime` and `mtime` only is compared that they are set, and in order.
/// 3. **The order of children** means nothing in ZooKeeper: names are compared sorted.
/// 4. **When a watch ends.** Both clients `sync` after each step; what has ended by then is compared as a set. Within a step
///    the order in which watches of several nodes end is the servers' own.
/// 5. **A write during which the connection or the leader was lost** may have been carried out and answered, carried out and
///    not answered, or not carried out. Each is allowed on each side; that the answer does not contradict what is found
///    afterwards is compared (a node stands though its create was refused, or was answered and is missing). It is made in a node
///    of its own that is removed, so that both go on alike.
/// 6. **A session that ends since an election took longer than twice its timeout** is a matter of time. It is noted by the
///    real servers' run, and the simulated session is expired in the same turn.
/// 7. **A connection that is lost once more** before the ensemble has settled after a fault is a matter of time too, noted and
///    repeated in the same way.
/// 8. **An operation that loses its connection though nothing was done to it** (the machine was too busy for the servers to
///    hear each other) may have been carried out or not: the sequence ends before it on both sides, and another is played. That
///    must stay rare.
/// 9. **Watches at an expiry** end with `sessionLost` or `disconnected`, as the loss of the connection or the end of the
///    session is told first. Both stages reset the connection before the session ends, since a client that is still
///    connected may or may not be told first that its own ephemeral nodes are gone.
/// 10. **How long a deposed leader serves the past** when it goes on: up to half a tick on both sides, and whether a client
///     meets it is a matter of time. No server hangs in these sequences: `Tests/IncidentTests/LaggingServerTests.swift` and
///     `Tests/HoldfastTestingTests/DeposedLeaderTests.swift` show that both do it.
enum Differences {
    /// The end of a watch as it is compared.
    static func comparable(_ outcome: String, isExpiry: Bool) -> String {
        isExpiry && ["sessionLost", "disconnected"].contains(outcome) ? "the session or the connection ended" : outcome
    }
}
