/// One numeric address of a server: what a handle is opened for.
package struct ServerAddress: Hashable, Sendable {
    /// The numeric host, an IPv6 one without brackets.
    package var host: String
    package var port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// The address in the spelling of the C library, which parts host and port at the last colon.
    var libraryText: String { "\(host):\(port)" }
}

extension ServerAddress: CustomStringConvertible {
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
