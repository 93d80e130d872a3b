// Who may do what, and who the client is.
extension ZooKeeperClient {
    /// Creates a node with an access control list, and returns its path and stat.
    ///
    /// - Parameters:
    ///   - path: where it is to stand.
    ///   - data: nil stores no data, which ZooKeeper tells apart from empty data.
    ///   - mode: how long it lives, and whether it is numbered.
    ///   - acl: who may do what with the node; it does not hold for nodes below.
    public func create(
        _ path: ZNodePath, data: [UInt8]?, mode: CreateMode, acl: [ACLEntry]
    ) async throws(ZooKeeperError) -> CreatedNode {
        let (handle, connection) = try admitted()
        return try await handle.create(path, data: data, mode: mode, acl: acl, for: connection)
    }

    /// Carries out all operations or none of them, as ``ZooKeeper/multi(_:)``.
    ///
    /// - Parameters:
    ///   - operations: what is to be done, in order.
    ///   - acl: who may do what with each node that is created.
    public func multi(
        _ operations: [TransactionOperation], acl: [ACLEntry]
    ) async throws(ZooKeeperError) -> [TransactionResult] {
        let (handle, connection) = try admitted()
        return try await handle.multi(operations, acl: acl, for: connection)
    }

    /// The access control list of a node. Servers hide the ids of `digest` entries from who may not administer the node.
    public func acl(of path: ZNodePath) async throws(ZooKeeperError) -> NodeACL {
        let (handle, connection) = try admitted()
        return try await handle.acl(of: path, for: connection)
    }

    /// Sets the access control list of a node.
    ///
    /// - Parameters:
    ///   - entries: the whole list.
    ///   - path: the node.
    ///   - version: the `aversion` that the node must have; nil means any.
    /// - Throws: ``ZooKeeperError/Code/invalidACL`` for an empty list, or one of a scheme that the servers do not know.
    public func setACL(
        _ entries: [ACLEntry], of path: ZNodePath, version: Int32?
    ) async throws(ZooKeeperError) {
        let (handle, connection) = try admitted()
        try await handle.setACL(entries, of: path, version: version, for: connection)
    }

    /// Adds credentials to those that the client shows to the servers.
    ///
    /// They are kept, and shown again on every new connection before it is reported. While the client is not connected
    /// they are only kept, and it returns at once. Servers that refuse them, since they do not know the scheme for
    /// instance, end the client: see ``SessionState/failed(_:)``.
    ///
    /// - Throws: ``ZooKeeperError/Code/badArguments`` for an empty scheme;
    ///   ``ZooKeeperError/Code/authenticationFailed`` or ``ZooKeeperError/Code/closed`` when the client has ended;
    ///   ``ZooKeeperError/Code/cancelled``, and they are kept all the same.
    public func authenticate(_ credentials: Credentials) async throws(ZooKeeperError) {
        try credentials.validate()
        settings.keep(credentials)
        do throws(ZooKeeperError) {
            try await admitted().0.show(credentials)
        } catch {
            // The next connection gets them first.
            guard error.code != .connectionLoss, error.code != .sessionExpired else { return }
            throw error
        }
    }
}
