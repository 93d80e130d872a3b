internal import HoldfastZooKeeper

/// The watches that the C library would arm again by itself when it regains a connection.
struct LibraryWatches: Sendable {
    var data: Set<ZNodePath> = []
    /// Those of an `exists` that found no node.
    var absent: Set<ZNodePath> = []
    var children: Set<ZNodePath> = []

    var isEmpty: Bool { data.isEmpty && absent.isEmpty && children.isEmpty }

    mutating func removed(_ place: WatchPlace) {
        switch place.kind {
        case .node:
            data.remove(place.path)
            absent.remove(place.path)
        case .children:
            children.remove(place.path)
        }
    }

    mutating func happened(_ event: NodeEvent, _ path: ZNodePath) {
        if event != .childrenChanged {
            data.remove(path)
            absent.remove(path)
        }
        if event == .childrenChanged || event == .deleted { children.remove(path) }
    }
}
