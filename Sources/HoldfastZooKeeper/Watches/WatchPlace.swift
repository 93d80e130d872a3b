/// What a watch is armed for: a path, and the events that end it.
struct WatchPlace: Hashable, Sendable {
    /// The events of one kind never end the watches of the other.
    enum Kind: Hashable, Sendable {
        /// By a read of the data or an exists: created, deleted, data changed.
        case node
        /// By a read of the children: children changed, deleted.
        case children
    }

    var path: [UInt8]
    var kind: Kind

    /// What it takes in the packet by which the library arms its watches again: the path, and its length.
    var bytes: Int { path.count + 4 }
}
