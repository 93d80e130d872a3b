import Synchronization

// What a client knows of its ensemble, and may change there.
extension ZooKeeperClient {
    /// The numeric address of the server that the client uses; nil while it is not connected.
    public var serverInUse: ServerList.Server? {
        guard case .admitted(let handle, _) = access.withLock({ $0 }) else { return nil }
        return ServerList.Server(host: handle.address.host, port: handle.address.port)
    }

    /// Changes the servers that the client may use.
    ///
    /// A client that uses one of the new list stays there; else it moves to one of them, with its session and all that
    /// belongs to it: for a moment it is ``SessionState/disconnected(leasesHold:)``. A list in which no server can be
    /// reached is kept, and tried, until it is changed again.
    public func changeServers(_ servers: ServerList) {
        settings.change(servers: servers)
        inbox.yield(.serversChanged)
    }

    /// The configuration of the ensemble.
    ///
    /// - Parameter watch: armed if the read succeeds: it ends when the configuration changes.
    /// - Throws: ``ZooKeeperError/Code/noAuth`` where the servers do not show it to everybody.
    public func ensembleConfiguration(arming watch: Watch? = nil) async throws(ZooKeeperError) -> EnsembleConfiguration
    {
        let data = try await data(at: .configuration, arming: watch)
        return EnsembleConfiguration(text: String(decoding: data.bytes ?? [], as: UTF8.self))
    }

    /// Changes the members of the ensemble by adding and removing some. Returns when a quorum of the new ones has taken
    /// it.
    ///
    /// - Parameters:
    ///   - joining: servers to add, or to change where their id is a member already.
    ///   - leaving: the ids of servers to remove.
    ///   - version: the version that the configuration must have; nil means any.
    /// - Throws: ``ZooKeeperError/Code/reconfigurationDisabled``, ``ZooKeeperError/Code/noAuth``,
    ///   ``ZooKeeperError/Code/newConfigurationHasNoQuorum``, ``ZooKeeperError/Code/reconfigurationInProgress``,
    ///   ``ZooKeeperError/Code/badVersion``; ``ZooKeeperError/Code/unimplemented`` by a server that stands alone.
    public func reconfigure(
        joining: [EnsembleConfiguration.Member], leaving: [Int], ifVersion version: Int64? = nil
    ) async throws(ZooKeeperError) -> EnsembleConfiguration {
        let joiningText = joining.isEmpty ? nil : joining.map(\.line).joined(separator: ",")
        let leavingText = leaving.isEmpty ? nil : leaving.map(String.init).joined(separator: ",")
        return try await reconfigure(joiningText, leavingText, nil, version)
    }

    /// Replaces the members of the ensemble. Errors as ``reconfigure(joining:leaving:ifVersion:)``.
    public func reconfigure(
        members: [EnsembleConfiguration.Member], ifVersion version: Int64? = nil
    ) async throws(ZooKeeperError) -> EnsembleConfiguration {
        try await reconfigure(nil, nil, members.map(\.line).joined(separator: ","), version)
    }

    private func reconfigure(
        _ joining: String?, _ leaving: String?, _ members: String?, _ version: Int64?
    ) async throws(ZooKeeperError) -> EnsembleConfiguration {
        let (handle, connection) = try admitted()
        let data = try await handle.reconfigure(
            joining: joining, leaving: leaving, members: members, version: version, for: connection
        )
        return EnsembleConfiguration(text: String(decoding: data.bytes ?? [], as: UTF8.self))
    }
}
