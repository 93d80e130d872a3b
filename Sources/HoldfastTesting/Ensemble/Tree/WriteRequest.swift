internal import HoldfastZooKeeper

/// A request that changes the tree: one operation, or a transaction of several.
struct WriteRequest: Sendable {
    var operations: [TransactionOperation]
    /// Whether the answer is that of a transaction, also where it has one operation.
    var isTransaction: Bool
}

/// What a server answers to a request.
enum Answer: Sendable {
    case children(Children)
    case data(NodeData)
    case stat(NodeStat)
    case created(CreatedNode)
    case results([TransactionResult])
    case done
    case failed(RequestFailure)
}

/// A code with which a server refuses a request.
struct RequestFailure: Error, Sendable {
    var code: ZooKeeperError.Code
    /// The operation of the transaction that failed it.
    var operation: Int?
}
