/// The operations and the session events of a ZooKeeper client: the seam between what talks to servers and what relies
/// on it.
///
/// ``ZooKeeperClient`` serves it over the C library. A simulated ensemble serves it too, so that everything written
/// against this protocol runs unchanged in a simulation.
///
/// Every operation speaks to the session as it stands: while the client is not connected an operation fails at once
/// with ``ZooKeeperError/Code/connectionLoss`` and was not sent. Nothing is retried silently. Cancelling the task that
/// awaits an operation returns at once with ``ZooKeeperError/Code/cancelled``; the request itself may still be carried
/// out.
public protocol ZooKeeper: Sendable {
    /// The states of the session: the present one first, then the newest; states that nobody looked at are skipped.
    var sessionStates: SessionStates { get }

    /// The children of a node, and the stat that was read in the same instant.
    ///
    /// - Parameters:
    ///   - path: the node.
    ///   - watch: armed by the server in the same instant, if the read succeeds: it ends when a child is
    ///     created or deleted, or the node itself is deleted.
    func children(of path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> Children

    /// The data of a node, and the stat that was read in the same instant.
    ///
    /// - Parameters:
    ///   - path: the node.
    ///   - watch: armed if the read succeeds: it ends when the data are set or the node is deleted.
    func data(at path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> NodeData

    /// The stat of a node, or nil where no node stands.
    ///
    /// - Parameters:
    ///   - path: the node.
    ///   - watch: armed also where no node stands: it ends when the node is created, its data are set, or it is
    ///     deleted.
    func exists(_ path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> NodeStat?

    /// Creates a node, open to everybody, and returns its path and stat.
    ///
    /// - Parameters:
    ///   - path: where it is to stand.
    ///   - data: nil stores no data, which ZooKeeper tells apart from empty data.
    ///   - mode: how long it lives, and whether it is numbered.
    func create(_ path: ZNodePath, data: [UInt8]?, mode: CreateMode) async throws(ZooKeeperError) -> CreatedNode

    /// Sets the data of a node.
    ///
    /// - Parameters:
    ///   - data: nil stores no data.
    ///   - path: the node.
    ///   - version: the data version the node must have; nil means any.
    func setData(_ data: [UInt8]?, at path: ZNodePath, version: Int32?) async throws(ZooKeeperError) -> NodeStat

    /// Deletes a node that has no children.
    ///
    /// - Parameters:
    ///   - path: the node.
    ///   - version: the data version the node must have; nil means any.
    func delete(_ path: ZNodePath, version: Int32?) async throws(ZooKeeperError)

    /// Lets the connected server catch up with the leader: reads that follow see at least what was committed before.
    func sync(_ path: ZNodePath) async throws(ZooKeeperError)

    /// Carries out all operations or none of them, under one zxid.
    ///
    /// - Returns: one result for each operation, in order.
    /// - Throws: ``ZooKeeperError`` with ``ZooKeeperError/failedOperation`` naming the one that failed.
    func multi(_ operations: [TransactionOperation]) async throws(ZooKeeperError) -> [TransactionResult]
}

extension ZooKeeper {
    /// The children of a node, without a watch.
    public func children(of path: ZNodePath) async throws(ZooKeeperError) -> Children {
        try await children(of: path, arming: nil)
    }

    /// The data of a node, without a watch.
    public func data(at path: ZNodePath) async throws(ZooKeeperError) -> NodeData {
        try await data(at: path, arming: nil)
    }

    /// The stat of a node, or nil where no node stands, without a watch.
    public func exists(_ path: ZNodePath) async throws(ZooKeeperError) -> NodeStat? {
        try await exists(path, arming: nil)
    }
}
