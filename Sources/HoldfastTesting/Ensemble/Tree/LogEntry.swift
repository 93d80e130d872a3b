internal import HoldfastZooKeeper

/// One entry of the ensemble's log: what the leader decided, so that whoever applies it has nothing left to check.
struct LogEntry: Sendable {
    enum Body: Sendable {
        case openSession(id: Int64, timeout: Duration)
        case closeSession(id: Int64)
        case write([TreeChange], isTransaction: Bool)
        /// A request that the leader refused: it takes its turn, and its zxid, like any other.
        case refused(RequestFailure)
    }

    var zxid: Int64
    /// The leader's clock, in milliseconds since 1970.
    var time: Int64
    var body: Body
    /// Who is to be answered; nil where the leader decided by itself.
    var origin: Origin?
}

/// One change of the tree that was found right.
enum TreeChange: Sendable {
    case create(ZNodePath, data: [UInt8]?, owner: Int64)
    case setData(ZNodePath, data: [UInt8]?)
    case delete(ZNodePath)
    case check
}

/// The request of a client that an entry or a `sync` goes back to.
struct Origin: Sendable {
    var server: Int
    var connection: Int
    var request: Int
}
