internal import HoldfastZooKeeper

/// One znode.
struct TreeNode: Sendable {
    var data: [UInt8]?
    var czxid: Int64 = 0
    var mzxid: Int64 = 0
    var pzxid: Int64 = 0
    var ctime: Int64 = 0
    var mtime: Int64 = 0
    var version: Int32 = 0
    /// How many children were ever created: it numbers sequential nodes, and clients get the `cversion` from it.
    var creations: Int32 = 0
    /// A session, the mark of a container or a time to live, or 0.
    var owner: Int64 = 0
    /// Sorted, so that two runs list them alike.
    var children: [ZNodeName] = []

    var stat: NodeStat {
        NodeStat(
            czxid: czxid, mzxid: mzxid, pzxid: pzxid, ctime: ctime, mtime: mtime, version: version,
            // Each child counts once for its creation and once for its deletion; those that stand were not deleted.
            cversion: creations &* 2 &- Int32(children.count),
            // Servers hide from clients what is a container or has a time to live.
            ephemeralOwner: isEphemeral ? owner : 0,
            dataLength: Int32(data?.count ?? 0), numberOfChildren: Int32(children.count)
        )
    }

    /// Whether it ends with a session, so that it can have no children.
    var isEphemeral: Bool {
        if case .ephemeral = NodeKind(ephemeralOwner: owner) { true } else { false }
    }

    mutating func addChild(_ name: ZNodeName) {
        children.insert(name, at: position(of: name))
    }

    mutating func removeChild(_ name: ZNodeName) {
        let index = position(of: name)
        if index < children.count, children[index] == name { children.remove(at: index) }
    }

    private func position(of name: ZNodeName) -> Int {
        var (low, high) = (0, children.count)
        while low < high {
            let middle = (low + high) / 2
            if children[middle].bytes.lexicographicallyPrecedes(name.bytes) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
