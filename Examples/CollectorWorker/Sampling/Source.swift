/// Where the samples of a Thing come from.
enum Source: Hashable, Sendable {
    /// A file that is read anew for each sample.
    case file(path: String)
    /// A server that sends a line per sample.
    case tcp(host: String, port: Int)

    /// A source from text: `file:PATH` or `tcp:HOST:PORT`, an IPv6 address in brackets.
    init(_ text: String) throws(PayloadError) {
        if text.hasPrefix("file:") {
            let path = String(text.dropFirst("file:".count))
            guard path.hasPrefix("/"), !path.contains("\0") else {
                throw PayloadError("the path of source '\(text)' is not absolute")
            }
            self = .file(path: path)
        } else if text.hasPrefix("tcp:") {
            self = try Self.tcp(text)
        } else {
            throw PayloadError("source '\(text)' is neither file:PATH nor tcp:HOST:PORT")
        }
    }

    private static func tcp(_ text: String) throws(PayloadError) -> Source {
        let address = text.dropFirst("tcp:".count)
        guard let colon = address.lastIndex(of: ":") else { throw PayloadError("source '\(text)' names no port") }
        var host = address[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { throw PayloadError("source '\(text)' names no host") }
        guard let port = Int(address[address.index(after: colon)...]), (1...65535).contains(port) else {
            throw PayloadError("the port of source '\(text)' is not a number from 1 to 65535")
        }
        return .tcp(host: String(host), port: port)
    }
}
