extension ZooKeeperError {
    /// A result code of ZooKeeper, or one of ours above 0.
    ///
    /// The numbers are those of `enum ZOO_ERRORS` in the C library's `zookeeper.h`.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: Int32

        public init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// The connection was lost, or there is none.
        public static let connectionLoss = Code(rawValue: -4)
        /// A bad path, a bad version, too much data: found before anything was sent, or refused by the server.
        public static let badArguments = Code(rawValue: -8)
        /// No node stands at the path.
        public static let noNode = Code(rawValue: -101)
        /// The credentials do not allow it.
        public static let noAuth = Code(rawValue: -102)
        /// The node has another version than the one named.
        public static let badVersion = Code(rawValue: -103)
        /// An ephemeral node cannot have children.
        public static let noChildrenForEphemerals = Code(rawValue: -108)
        /// A node stands at the path already.
        public static let nodeExists = Code(rawValue: -110)
        /// The node has children.
        public static let notEmpty = Code(rawValue: -111)
        /// The session ended.
        public static let sessionExpired = Code(rawValue: -112)
        /// The servers refused the credentials.
        public static let authenticationFailed = Code(rawValue: -115)
        /// The server holds no quorum and only reads.
        public static let readOnly = Code(rawValue: -119)
        /// The task that awaited the answer was cancelled.
        public static let cancelled = Code(rawValue: 1)
        /// The client is closed.
        public static let closed = Code(rawValue: 2)
    }
}

extension ZooKeeperError.Code: CustomStringConvertible {
    public var description: String {
        switch self {
        case .connectionLoss: "connection loss"
        case .badArguments: "bad arguments"
        case .noNode: "no node"
        case .noAuth: "not allowed"
        case .badVersion: "bad version"
        case .noChildrenForEphemerals: "no children for ephemerals"
        case .nodeExists: "node exists"
        case .notEmpty: "not empty"
        case .sessionExpired: "session expired"
        case .authenticationFailed: "authentication failed"
        case .readOnly: "read-only server"
        case .cancelled: "cancelled"
        case .closed: "closed"
        default: "code \(rawValue)"
        }
    }
}
