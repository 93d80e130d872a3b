/// What a ``FaultProxy`` does with its connections.
enum ProxyMode: Sendable {
    /// New connections are joined to the server.
    case forwarding
    /// Nobody listens: the kernel refuses.
    case refusing
    /// New connections are accepted and reset at once.
    case slamming
    /// Connections stay open and nothing passes.
    case blackholed
}
