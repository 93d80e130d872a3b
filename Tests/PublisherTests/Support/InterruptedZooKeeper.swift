import HoldfastZooKeeper

/// A real client before whose transactions somebody else comes in.
struct InterruptedZooKeeper: ZooKeeper {
    let client: ZooKeeperClient
    let beforeTransaction: @Sendable () async -> Void

    var sessionStates: SessionStates { client.sessionStates }

    func multi(_ operations: [TransactionOperation]) async throws(ZooKeeperError) -> [TransactionResult] {
        await beforeTransaction()
        return try await client.multi(operations)
    }

    func children(of path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> Children {
        try await client.children(of: path, arming: watch)
    }

    func data(at path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> NodeData {
        try await client.data(at: path, arming: watch)
    }

    func exists(_ path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> NodeStat? {
        try await client.exists(path, arming: watch)
    }

    func create(_ path: ZNodePath, data: [UInt8]?, mode: CreateMode) async throws(ZooKeeperError) -> CreatedNode {
        try await client.create(path, data: data, mode: mode)
    }

    func setData(_ data: [UInt8]?, at path: ZNodePath, version: Int32?) async throws(ZooKeeperError) -> NodeStat {
        try await client.setData(data, at: path, version: version)
    }

    func delete(_ path: ZNodePath, version: Int32?) async throws(ZooKeeperError) {
        try await client.delete(path, version: version)
    }

    func sync(_ path: ZNodePath) async throws(ZooKeeperError) {
        try await client.sync(path)
    }
}
