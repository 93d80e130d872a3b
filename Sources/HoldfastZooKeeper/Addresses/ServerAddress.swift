/// One numeric address of a server: what a handle is opened for.
struct ServerAddress: Hashable, Sendable {
    /// The numeric host, an IPv6 one without brackets.
    var host: String
    var port: UInt16

    /// The address in the spelling of the C library, which parts host and port at the last colon.
    var libraryText: String { "\(host):\(port)" }
}

extension ServerAddress: CustomStringConvertible {
    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
