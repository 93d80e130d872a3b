/// The stat of a znode: ZooKeeper's own record of when and how often it changed.
///
/// The words are those of the Programmer's Guide, "ZooKeeper Stat Structure".
public struct NodeStat: Hashable, Sendable {
    /// The zxid of the change that created the node.
    public var czxid: Int64
    /// The zxid of the change that last set its data.
    public var mzxid: Int64
    /// The zxid of the change that last created or deleted a child.
    public var pzxid: Int64
    /// When it was created, in milliseconds since 1970, by the clock of the leader.
    public var ctime: Int64
    /// When its data were last set, in milliseconds since 1970, by the clock of the leader.
    public var mtime: Int64
    /// How often its data were set.
    public var version: Int32
    /// How many children were created and deleted below it, each counted once; it wraps.
    public var cversion: Int32
    /// How often its ACL was set.
    public var aversion: Int32
    /// The session that owns it, if it is ephemeral; else 0, with rare exceptions that ``kind`` knows.
    public var ephemeralOwner: Int64
    /// The length of its data in bytes.
    public var dataLength: Int32
    /// The number of its children.
    public var numberOfChildren: Int32

    public init(
        czxid: Int64 = 0, mzxid: Int64 = 0, pzxid: Int64 = 0, ctime: Int64 = 0, mtime: Int64 = 0, version: Int32 = 0,
        cversion: Int32 = 0, aversion: Int32 = 0, ephemeralOwner: Int64 = 0, dataLength: Int32 = 0,
        numberOfChildren: Int32 = 0
    ) {
        self.czxid = czxid
        self.mzxid = mzxid
        self.pzxid = pzxid
        self.ctime = ctime
        self.mtime = mtime
        self.version = version
        self.cversion = cversion
        self.aversion = aversion
        self.ephemeralOwner = ephemeralOwner
        self.dataLength = dataLength
        self.numberOfChildren = numberOfChildren
    }
}

/// What one read of a node's children gave.
public struct Children: Hashable, Sendable {
    /// The names, in the order in which the server sent them, which means nothing.
    public var names: [ZNodeName]
    /// The stat of the parent, read in the same instant.
    public var stat: NodeStat

    public init(names: [ZNodeName], stat: NodeStat) {
        self.names = names
        self.stat = stat
    }
}

/// What one read of a node's data gave.
public struct NodeData: Hashable, Sendable {
    /// The data; nil where the node stores none, which is not the same as empty.
    public var bytes: [UInt8]?
    /// The stat of the node, read in the same instant.
    public var stat: NodeStat

    public init(bytes: [UInt8]?, stat: NodeStat) {
        self.bytes = bytes
        self.stat = stat
    }
}

/// What a create made.
public struct CreatedNode: Hashable, Sendable {
    /// The path of the node, with the number that the server appended where it is sequential.
    public var path: ZNodePath
    /// Its stat.
    public var stat: NodeStat

    public init(path: ZNodePath, stat: NodeStat) {
        self.path = path
        self.stat = stat
    }
}
