/// One or both of the ways that bytes take through a ``FaultProxy``.
public struct ProxyDirection: OptionSet, Hashable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// From who connected to who was connected to: a client's requests.
    public static let toServer = ProxyDirection(rawValue: 1)
    /// From who was connected to to who connected: a server's answers.
    public static let toClient = ProxyDirection(rawValue: 2)
    /// Either way.
    public static let both: ProxyDirection = [.toServer, .toClient]
}
