/// Faults between servers. They need ``Options/hasProxiesBetweenServers``.
///
/// Each adds to the faults that are there, and they last until ``healLinks()``.
extension Ensemble {
    /// Cuts servers off from all others: nothing passes between the two groups in either direction, and nobody is told. Within
    /// each group all goes on, and clients reach all servers.
    ///
    /// - Throws: ``EnsembleError`` with the code `impossible` when there are no proxies between the servers, or nobody to be cut
    ///   off from.
    public func separate(_ group: [EnsembleServer]) async throws {
        for link in try self.links(crossing: group) {
            for proxy in link.proxies { try await proxy.blackhole() }
        }
    }

    /// Loses what one server sends to another, while what the other one sends arrives.
    ///
    /// - Throws: ``EnsembleError`` with the code `impossible` when there are no proxies between the servers, or just one
    ///   server is named.
    public func lose(from sender: EnsembleServer, to receiver: EnsembleServer) async throws {
        for link in try self.links(between: sender, receiver) {
            let direction: ProxyDirection = link.from == sender.id ? .toServer : .toClient
            for proxy in link.proxies { try await proxy.blackhole(direction) }
        }
    }

    /// Resets the connections between two servers and refuses new ones.
    ///
    /// - Throws: As ``lose(from:to:)``.
    public func refuse(between one: EnsembleServer, _ other: EnsembleServer) async throws {
        for link in try self.links(between: one, other) {
            for proxy in link.proxies { try await proxy.refuse() }
        }
    }

    /// Delivers all that passes between a server and the others that much later, each way.
    ///
    /// - Throws: ``EnsembleError`` with the code `impossible` when there are no proxies between the servers, or for a delay
    ///   below zero.
    public func delay(linksOf server: EnsembleServer, by delay: Duration) async throws {
        for link in try self.links(crossing: [server]) {
            for proxy in link.proxies { try await proxy.delay(by: delay) }
        }
    }

    /// Lets no more bytes pass in a second between a server and the others, each way on each connection.
    ///
    /// - Throws: ``EnsembleError`` with the code `impossible` when there are no proxies between the servers, or for less than
    ///   one byte.
    public func limit(linksOf server: EnsembleServer, bytesPerSecond: Int) async throws {
        for link in try self.links(crossing: [server]) {
            for proxy in link.proxies { try await proxy.limit(bytesPerSecond: bytesPerSecond) }
        }
    }

    /// Ends all faults between servers. Connections on which bytes were lost are reset.
    ///
    /// - Throws: The error of a bind, when a stranger took a port while connections were refused.
    public func healLinks() async throws {
        for link in self.links {
            for proxy in link.proxies { try await proxy.restore() }
        }
    }

    private func links(crossing group: [EnsembleServer]) throws(EnsembleError) -> [ServerLink] {
        let ids = Set(group.map(\.id))
        return try self.links { ids.contains($0.from) != ids.contains($0.to) }
    }

    private func links(between one: EnsembleServer, _ other: EnsembleServer) throws(EnsembleError) -> [ServerLink] {
        try self.links { [$0.from, $0.to] == [one.id, other.id] || [$0.from, $0.to] == [other.id, one.id] }
    }

    private func links(_ isMeant: (ServerLink) -> Bool) throws(EnsembleError) -> [ServerLink] {
        guard self.options.hasProxiesBetweenServers else {
            throw EnsembleError(.impossible, "no proxies between the servers: set Options.hasProxiesBetweenServers")
        }
        let links = self.links.filter(isMeant)
        guard !links.isEmpty else {
            throw EnsembleError(.impossible, "the servers that were named have nothing between them")
        }
        return links
    }
}
