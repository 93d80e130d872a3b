/// One entry of a node's access control list: who may do what.
///
/// The words are those of the Programmer's Guide, "ZooKeeper access control using ACLs". A list holds for its node alone,
/// not for the nodes below.
public struct ACLEntry: Hashable, Sendable {
    /// What may be done to a node.
    public struct Permissions: OptionSet, Hashable, Sendable {
        public let rawValue: Int32

        public init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// Read its data and list its children.
        public static let read = Permissions(rawValue: 1)
        /// Set its data.
        public static let write = Permissions(rawValue: 2)
        /// Create children.
        public static let create = Permissions(rawValue: 4)
        /// Delete children.
        public static let delete = Permissions(rawValue: 8)
        /// Set its access control list.
        public static let admin = Permissions(rawValue: 16)
        /// All of them.
        public static let all: Permissions = [.read, .write, .create, .delete, .admin]
    }

    /// What they may do.
    public var permissions: Permissions
    /// How they are known: `world`, `auth`, `digest`, `ip`, or what else the servers know.
    public var scheme: String
    /// Who they are, in the words of the scheme.
    ///
    /// Of `digest` that is the name, a colon, and the SHA-1 of `name:password` in Base64:
    /// `printf %s name:password | openssl dgst -sha1 -binary | base64` prints the last part, and the servers' own
    /// `java -cp '/usr/share/java/*' org.apache.zookeeper.server.auth.DigestAuthenticationProvider name:password` all of it.
    /// For the client's own credentials no digest is needed: `creatorOnly` names them.
    public var id: String

    public init(permissions: Permissions, scheme: String, id: String) {
        self.permissions = permissions
        self.scheme = scheme
        self.id = id
    }
}

extension [ACLEntry] {
    /// Everybody may do everything.
    public static let open = [ACLEntry(permissions: .all, scheme: "world", id: "anyone")]
    /// Everybody may read.
    public static let readOnly = [ACLEntry(permissions: .read, scheme: "world", id: "anyone")]
    /// Who holds the credentials that the creating client has shown may do everything
    /// (``ZooKeeperClient/authenticate(_:)``).
    public static let creatorOnly = [ACLEntry(permissions: .all, scheme: "auth", id: "")]

    /// Refuses a list that no server would take.
    func validate(_ words: RequestWords) throws(ZooKeeperError) {
        let fault: String? =
            if isEmpty {
                "an access control list must not be empty"
            } else if contains(where: { $0.scheme.isEmpty }) {
                "a scheme of the access control list is empty"
            } else if contains(where: { $0.scheme.utf8.contains(0) || $0.id.utf8.contains(0) }) {
                "a scheme or an id of the access control list holds a NUL"
            } else {
                nil
            }
        if let fault { throw ZooKeeperError(.invalidACL, "\(words.operation) \(words.path): \(fault)") }
    }
}

/// What one read of a node's access control list gave.
public struct NodeACL: Hashable, Sendable {
    /// The entries.
    public var entries: [ACLEntry]
    /// The stat of the node, read in the same instant: its `aversion` counts the changes of the list.
    public var stat: NodeStat

    public init(entries: [ACLEntry], stat: NodeStat) {
        self.entries = entries
        self.stat = stat
    }
}
