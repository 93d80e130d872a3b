internal import HoldfastZooKeeper
internal import Synchronization

/// A client between whose look and whose next transaction something else happens.
final class InterruptedClient: ZooKeeper {
    private let client: any ZooKeeper
    private let interruption: Mutex<(@Sendable () async -> Void)?>

    init(_ client: any ZooKeeper, before interruption: @escaping @Sendable () async -> Void) {
        self.client = client
        self.interruption = Mutex(interruption)
    }

    func multi(_ operations: [TransactionOperation]) async throws(ZooKeeperError) -> [TransactionResult] {
        let interruption = interruption.withLock { interruption in
            defer { interruption = nil }
            return interruption
        }
        await interruption?()
        return try await client.multi(operations)
    }

    var sessionStates: SessionStates { client.sessionStates }

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

    func sync(_ path: ZNodePath) async throws(ZooKeeperError) { try await client.sync(path) }
}
