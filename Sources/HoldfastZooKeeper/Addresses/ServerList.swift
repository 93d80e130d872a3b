/// The servers of an ensemble, as an operator writes them: `zk1:2181,zk2:2181,zk3:2181`.
///
/// A port may be left out (2181); an IPv6 address stands in brackets (`[::1]:2181`). A name may stand for several
/// addresses: it is looked up each time a connection is sought.
public struct ServerList: Hashable, Sendable {
    /// One server: a name or an address, and a port.
    public struct Server: Hashable, Sendable {
        /// The name, or the address without brackets.
        public var host: String
        /// The client port.
        public var port: UInt16
    }

    /// The servers, in the order in which they were written.
    public let servers: [Server]

    /// Reads a list of servers.
    ///
    /// - Throws: ``ZooKeeperError/Code/badArguments`` that says what is wrong and what is right.
    public init(_ text: String) throws(ZooKeeperError) {
        switch Self.read(text) {
        case .success(let servers): self.servers = servers
        case .failure(let fault):
            throw ZooKeeperError(
                .badArguments,
                "'\(text)' is not a list of servers: \(fault.words); right is, for example, zk1:2181,zk2:2181"
            )
        }
    }

    private struct Fault: Error {
        var words: String
    }

    private static func read(_ text: String) -> Result<[Server], Fault> {
        if let slash = text.firstIndex(of: "/") {
            let path = text[slash...]
            let words = "the path '\(path)' does not belong here, put it before the path of the list instead"
            return .failure(Fault(words: words))
        }
        var servers: [Server] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            switch read(server: part.trimmingSpaces) {
            case .success(let server): servers.append(server)
            case .failure(let fault): return .failure(fault)
            }
        }
        return .success(servers)
    }

    private static func read(server text: Substring) -> Result<Server, Fault> {
        guard !text.isEmpty else { return .failure(Fault(words: "a part of it is empty")) }
        var rest = text
        var host: Substring
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else {
                return .failure(Fault(words: "the bracket of '\(text)' is not closed"))
            }
            host = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else {
                return .failure(Fault(words: "after the bracket of '\(text)' only a port may stand"))
            }
        } else {
            host = rest.prefix { $0 != ":" }
            rest = rest[host.endIndex...]
            guard rest.dropFirst().firstIndex(of: ":") == nil else {
                let words = "'\(text)' holds more than one colon (an IPv6 address stands in brackets: [::1]:2181)"
                return .failure(Fault(words: words))
            }
        }
        guard !host.isEmpty else { return .failure(Fault(words: "'\(text)' names no host")) }
        guard !host.contains(where: { $0.isWhitespace || $0 == "[" || $0 == "]" }) else {
            return .failure(Fault(words: "'\(host)' is not a name of a host"))
        }
        guard !rest.isEmpty else { return .success(Server(host: String(host), port: 2181)) }
        let digits = rest.dropFirst()
        guard digits.allSatisfy({ ("0"..."9").contains($0) }), let port = UInt16(digits), port > 0 else {
            return .failure(Fault(words: "'\(digits)' in '\(text)' is not a port (1 to 65535)"))
        }
        return .success(Server(host: String(host), port: port))
    }
}

extension ServerList: ExpressibleByStringLiteral {
    /// A list written in the code. An invalid literal is a mistake of the program and stops it.
    public init(stringLiteral text: String) {
        do {
            try self.init(text)
        } catch {
            preconditionFailure(error.message)
        }
    }
}

extension ServerList: CustomStringConvertible {
    public var description: String {
        servers
            .map { $0.host.contains(":") ? "[\($0.host)]:\($0.port)" : "\($0.host):\($0.port)" }
            .joined(separator: ",")
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
