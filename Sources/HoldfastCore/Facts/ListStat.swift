/// What ZooKeeper says of the list node itself, in the instant of a read.
public struct ListStat: Hashable, Sendable {
    /// Which node this is: one that was deleted and created again has another identity.
    public var identity: ListIdentity
    /// The zxid of the last creation or deletion of a child: the revision of the list.
    public var pzxid: Int64
    /// Counts each creation and each deletion of a child once; it wraps.
    public var cversion: Int32
    /// The zxid of the last change of the node's own data.
    public var mzxid: Int64
    /// Counts the changes of the node's own data.
    public var version: Int32

    public init(identity: ListIdentity, pzxid: Int64, cversion: Int32, mzxid: Int64, version: Int32) {
        self.identity = identity
        self.pzxid = pzxid
        self.cversion = cversion
        self.mzxid = mzxid
        self.version = version
    }
}

/// Which node a list is: when, and by which change, it was created.
public struct ListIdentity: Hashable, Sendable {
    /// The zxid that created the node.
    public var czxid: Int64
    /// The leader's clock at that time, in milliseconds since 1970.
    public var ctime: Int64

    public init(czxid: Int64, ctime: Int64) {
        self.czxid = czxid
        self.ctime = ctime
    }
}
