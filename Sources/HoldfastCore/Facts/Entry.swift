/// One name on a list, and what could be read of its znode.
public enum Entry: Hashable, Sendable {
    /// The znode was read.
    case read(EntryNode)
    /// The name is listed, but its znode could not be read: gone in between, not allowed, or in a form that means nothing.
    /// The Thing is still listed.
    case unread
}

/// Which znode an entry is, and which of its data were read: a name that was taken off and put back is another znode.
public struct EntryVersion: Hashable, Sendable {
    /// The zxid that created the node.
    public var czxid: Int64
    /// The zxid that last set its data.
    public var mzxid: Int64
    /// Whether it is known that this was still the node at the revision of the list that it was accepted with.
    public var isCurrent: Bool

    public init(czxid: Int64, mzxid: Int64, isCurrent: Bool = true) {
        self.czxid = czxid
        self.mzxid = mzxid
        self.isCurrent = isCurrent
    }
}

/// The znode of one entry.
public struct EntryNode: Hashable, Sendable {
    /// The data; empty where the node stores none.
    public var payload: [UInt8]
    /// The zxid that created the node.
    public var czxid: Int64
    /// The zxid that last set its data.
    public var mzxid: Int64
    /// Whether the node goes with the session of its writer.
    public var isEphemeral: Bool
    /// Whether it is known that this was still the node when the names were read. It is not where the node was read before them and
    /// nothing watches it: it may have been made anew since.
    public var isCurrent: Bool

    public init(payload: [UInt8], czxid: Int64, mzxid: Int64, isEphemeral: Bool, isCurrent: Bool = true) {
        self.payload = payload
        self.czxid = czxid
        self.mzxid = mzxid
        self.isEphemeral = isEphemeral
        self.isCurrent = isCurrent
    }
}
