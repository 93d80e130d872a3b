/// What a ``FaultProxy`` does with new connections.
enum ProxyMode: Sendable, Equatable {
    /// They are joined to the server.
    case forwarding
    /// Nobody listens: the kernel refuses.
    case refusing
    /// They are accepted and reset at once.
    case slamming
}
