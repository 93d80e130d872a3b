/// One operation of a transaction (``ZooKeeper/multi(_:)``).
public enum TransactionOperation: Hashable, Sendable {
    /// Creates a node, open to everybody. A container or a node with a time to live cannot be created in a transaction:
    /// ``ZooKeeperError/Code/unimplemented``.
    case create(ZNodePath, data: [UInt8]?, mode: CreateMode)
    /// Deletes a node; a nil version means any.
    case delete(ZNodePath, version: Int32?)
    /// Sets the data of a node; a nil version means any.
    case setData(ZNodePath, data: [UInt8]?, version: Int32?)
    /// Fails the transaction unless the node has that data version.
    case check(ZNodePath, version: Int32?)

    /// The node that the operation concerns.
    public var path: ZNodePath {
        switch self {
        case .create(let path, _, _), .delete(let path, _), .setData(let path, _, _), .check(let path, _): path
        }
    }
}

/// What one operation of a transaction that was carried out gave.
public enum TransactionResult: Hashable, Sendable {
    /// The node was created under that path.
    case created(ZNodePath)
    /// The data were set, and the node has that stat.
    case dataSet(NodeStat)
    /// The operation gives nothing: it deleted or checked.
    case done
}
