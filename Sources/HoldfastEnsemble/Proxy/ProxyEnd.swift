/// One of the two ends of each connection through a ``FaultProxy``.
public enum ProxyEnd: Hashable, Sendable {
    /// Who connected.
    case client
    /// Who was connected to.
    case server

    /// The way that this end's bytes take.
    var outward: ProxyDirection {
        switch self {
        case .client: .toServer
        case .server: .toClient
        }
    }
}
