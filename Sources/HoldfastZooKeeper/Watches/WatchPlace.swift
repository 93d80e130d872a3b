/// What a watch is armed for: a path, and the events that end it.
package struct WatchPlace: Hashable, Sendable {
    /// The events of one kind never end the watches of the other.
    package enum Kind: Hashable, Sendable {
        /// By a read of the data or an exists: created, deleted, data changed.
        case node
        /// By a read of the children: children changed, deleted.
        case children
    }

    package var path: [UInt8]
    package var kind: Kind

    package init(path: [UInt8], kind: Kind) {
        self.path = path
        self.kind = kind
    }

    /// What it takes in the packet by which the library arms its watches again: the path, and its length.
    var bytes: Int { path.count + 4 }
}
