extension ZooKeeperClient {
    public func children(of path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> Children {
        let (handle, connection) = try admitted()
        return try await handle.children(of: path, arming: watch, for: connection)
    }

    public func data(at path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> NodeData {
        let (handle, connection) = try admitted()
        return try await handle.data(at: path, arming: watch, for: connection)
    }

    public func exists(_ path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> NodeStat? {
        let (handle, connection) = try admitted()
        return try await handle.exists(path, arming: watch, for: connection)
    }

    public func create(
        _ path: ZNodePath, data: [UInt8]?, mode: CreateMode
    ) async throws(ZooKeeperError) -> CreatedNode {
        try await create(path, data: data, mode: mode, acl: .open)
    }

    public func setData(
        _ data: [UInt8]?, at path: ZNodePath, version: Int32?
    ) async throws(ZooKeeperError) -> NodeStat {
        let (handle, connection) = try admitted()
        return try await handle.setData(data, at: path, version: version, for: connection)
    }

    public func delete(_ path: ZNodePath, version: Int32?) async throws(ZooKeeperError) {
        let (handle, connection) = try admitted()
        try await handle.delete(path, version: version, for: connection)
    }

    public func sync(_ path: ZNodePath) async throws(ZooKeeperError) {
        let (handle, connection) = try admitted()
        try await handle.sync(path, for: connection)
    }

    public func multi(_ operations: [TransactionOperation]) async throws(ZooKeeperError) -> [TransactionResult] {
        try await multi(operations, acl: .open)
    }
}

extension ZooKeeper {
    /// Waits until a server answers, and says which connection it is.
    ///
    /// - Throws: ``ZooKeeperError/Code/closed`` or ``ZooKeeperError/Code/authenticationFailed`` when that will not be
    ///   any more, ``ZooKeeperError/Code/cancelled`` when the waiting task is cancelled.
    @discardableResult
    public func connected() async throws(ZooKeeperError) -> SessionConnection {
        for await state in sessionStates {
            switch state {
            case .connected(let connection): return connection
            case .closed: throw ZooKeeperError(.closed, "the client is closed")
            case .failed: throw ZooKeeperError(.authenticationFailed, "the servers refused the client's credentials")
            case .connecting, .disconnected, .lost: continue
            }
        }
        throw ZooKeeperError(.cancelled, "the task that waited for a connection was cancelled")
    }
}
