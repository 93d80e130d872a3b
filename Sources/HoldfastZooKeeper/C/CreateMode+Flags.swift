internal import CZooKeeper

extension CreateMode {
    /// The mode as the library takes it.
    var flags: Int32 {
        switch life {
        case .deletion: isSequential ? ZOO_PERSISTENT_SEQUENTIAL : ZOO_PERSISTENT
        case .session: isSequential ? ZOO_EPHEMERAL_SEQUENTIAL : ZOO_EPHEMERAL
        case .emptiness: ZOO_CONTAINER
        case .idleness: isSequential ? ZOO_PERSISTENT_SEQUENTIAL_WITH_TTL : ZOO_PERSISTENT_WITH_TTL
        }
    }
}
