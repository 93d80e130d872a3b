internal import HoldfastCore
internal import HoldfastZooKeeper

extension Place {
    /// Beside the list node and not below it: what stands below a list is a Thing, to every reader and in every count.
    static let folderSuffix = Array(".shards".utf8)

    /// The node whose children are the Things of this place.
    func path(of list: ZNodePath) -> ZNodePath {
        switch self {
        case .list: list
        case .shard(let shard):
            ZNodePath(unchecked: Self.folder(of: list).bytes + Array("/\(shard)".utf8))
        }
    }

    /// The node below which the shards of a list stand.
    static func folder(of list: ZNodePath) -> ZNodePath {
        // The root has no name that another could be made of.
        ZNodePath(unchecked: (list == .root ? Array("/root".utf8) : list.bytes) + folderSuffix)
    }
}
