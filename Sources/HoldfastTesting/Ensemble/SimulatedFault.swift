/// A fault of a simulated ensemble, by name.
///
/// Servers and clients are counted from 1, clients in the order in which they were made. A fault begins
/// (``SimulatedEnsemble/begin(_:)``) and ends (``SimulatedEnsemble/end(_:)``); those that are over at once
/// (``isMomentary``) need no end.
public enum SimulatedFault: Hashable, Sendable, Codable {
    /// The server that leads is killed; the end starts it again. The others elect another, which takes time.
    case loseLeader
    /// A server is killed; the end starts it again with what it had on disk.
    case kill(server: Int)
    /// A server stops in its tracks: its connections stay open, and nobody answers on them. A leader that was deposed meanwhile
    /// serves the past for up to half a tick when it goes on, and answers `sync` at once.
    case hang(server: Int)
    /// No message passes between a client and any server. Neither side is told.
    case partitionClient(Int)
    /// No message passes between a server and the other servers; its clients still reach it.
    case partitionServer(Int)
    /// So many servers are killed, the leader first, that no majority is left; the end starts them again.
    case loseQuorum
    /// Less than a majority of the servers, the leader first if it is `withLeader`, is parted from the others and serves
    /// nobody who would write: the clients of this package, which do not ask to read only, are turned away.
    case readOnlyMinority(withLeader: Bool)
    /// A server refuses new connections, and resets those it has; it stays a member of the ensemble.
    case refuse(server: Int)
    /// Every message between clients and servers takes so much longer.
    case delay(milliseconds: Int)
    /// A server applies what was committed so much later than it learns of it: its reads are of the past.
    case lag(server: Int, milliseconds: Int)
    /// The leader ends the session of a client as if it had not been heard of.
    case expireSession(client: Int)
    /// The connection of a client is reset.
    case cut(client: Int)
    /// The next write of a client is carried out, and the connection is reset in place of the answer.
    case loseReply(client: Int)
    /// The addresses that a client knows belong to another ensemble, as when an address was given away or DNS is late: its connection is
    /// reset, and each one that it makes leads to a stranger that knows neither its session nor the list. Its end leads the client back
    /// in the same way. ``SimulatedEnsemble/strangersClient(sessionTimeout:)`` writes what stands there.
    case mislead(client: Int)
    /// All servers lose their disks and start again, empty.
    case wipe
    /// All servers start again with what they had when a snapshot was taken (``SimulatedEnsemble/takeSnapshot()``), counted
    /// from 1.
    case restore(snapshot: Int)

    /// Whether it is over as soon as it began.
    public var isMomentary: Bool {
        switch self {
        case .expireSession, .cut, .loseReply, .wipe, .restore: true
        case .loseLeader, .kill, .hang, .partitionClient, .partitionServer, .loseQuorum, .readOnlyMinority, .refuse,
            .delay, .lag, .mislead:
            false
        }
    }
}
