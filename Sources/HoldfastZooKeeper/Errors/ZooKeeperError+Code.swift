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
        /// The server does not know the operation, or the kind of node.
        public static let unimplemented = Code(rawValue: -6)
        /// A bad path, a bad version, too much data: found before anything was sent, or refused by the server.
        public static let badArguments = Code(rawValue: -8)
        /// A new configuration has no quorum of servers that are connected and caught up.
        public static let newConfigurationHasNoQuorum = Code(rawValue: -13)
        /// Another change of the configuration is under way.
        public static let reconfigurationInProgress = Code(rawValue: -14)
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
        /// The ACL is empty, or names a scheme or an id that the servers do not take.
        public static let invalidACL = Code(rawValue: -114)
        /// The servers refused the credentials.
        public static let authenticationFailed = Code(rawValue: -115)
        /// The server holds no quorum and only reads.
        public static let readOnly = Code(rawValue: -119)
        /// A session that only one server knows cannot own ephemeral nodes.
        public static let ephemeralOnLocalSession = Code(rawValue: -120)
        /// The server has no such watch.
        public static let noWatch = Code(rawValue: -121)
        /// The servers do not allow their configuration to be changed (`reconfigEnabled`).
        public static let reconfigurationDisabled = Code(rawValue: -123)
        /// The server closed the session since it asks for a SASL authentication.
        public static let authenticationRequired = Code(rawValue: -124)
        /// A quota of the tree is used up.
        public static let quotaExceeded = Code(rawValue: -125)
        /// The server had too much to do and did not try: ask again later.
        public static let throttled = Code(rawValue: -127)
        /// The task that awaited the answer was cancelled.
        public static let cancelled = Code(rawValue: 1)
        /// The client is closed.
        public static let closed = Code(rawValue: 2)
        /// The paths of the armed watches would pass the bytes that one connection may keep.
        public static let tooManyWatches = Code(rawValue: 3)
    }
}

extension ZooKeeperError.Code: CustomStringConvertible {
    public var description: String {
        switch self {
        case .connectionLoss: "connection loss"
        case .unimplemented: "not implemented by the server"
        case .badArguments: "bad arguments"
        case .newConfigurationHasNoQuorum: "new configuration has no quorum"
        case .reconfigurationInProgress: "reconfiguration in progress"
        case .noNode: "no node"
        case .noAuth: "not allowed"
        case .badVersion: "bad version"
        case .noChildrenForEphemerals: "no children for ephemerals"
        case .nodeExists: "node exists"
        case .notEmpty: "not empty"
        case .sessionExpired: "session expired"
        case .invalidACL: "invalid ACL"
        case .authenticationFailed: "authentication failed"
        case .readOnly: "read-only server"
        case .ephemeralOnLocalSession: "ephemeral on a local session"
        case .noWatch: "no such watch"
        case .reconfigurationDisabled: "reconfiguration disabled"
        case .authenticationRequired: "authentication required"
        case .quotaExceeded: "quota exceeded"
        case .throttled: "throttled"
        case .cancelled: "cancelled"
        case .closed: "closed"
        case .tooManyWatches: "too many watches"
        default: "code \(rawValue)"
        }
    }
}
