import NIOCore

/// The connections that one server opens to another, through proxies of their own.
///
/// Two servers are joined by two links, one for each that may open a connection; which of them carries what is theirs to
/// decide: a follower calls its leader, and in an election the greater id calls the smaller one. So a fault between two
/// servers mostly wants both links: see ``Ensemble/separate(_:)`` and its neighbours.
public struct ServerLink: Sendable {
    /// The id of the server that opens the connections.
    public let from: Int
    /// The id of the server that takes them.
    public let to: Int
    /// In front of the port on which a leader takes its followers.
    public let quorum: FaultProxy
    /// In front of the port for elections.
    public let election: FaultProxy

    /// Both.
    public var proxies: [FaultProxy] { [self.quorum, self.election] }

    /// A follower that is refused calls its leader again, and one that is accepted and then reset gives it up. The proxy
    /// accepts at once, so it does the calling: a leader that was just elected opens its port a moment later.
    private static let patience = TimeAmount.seconds(1)

    init(from: Int, to: Int, ports: LinkPorts, target: ServerPorts) {
        self.from = from
        self.to = to
        self.quorum = FaultProxy(port: ports.quorum, serverPort: target.quorum, patience: Self.patience)
        self.election = FaultProxy(
            port: ports.election, serverPort: target.election, hidesAddress: true, patience: Self.patience)
    }
}
