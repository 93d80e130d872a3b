/// The armed watches of one handle, by what they were armed for.
struct WatchTable {
    /// What a watch is armed for: the events of one kind never end the watches of the other.
    enum Kind: Hashable, Sendable {
        /// By a read of the data or an exists: created, deleted, data changed.
        case node
        /// By a read of the children: children changed, deleted.
        case children
    }

    /// A watch that a read is to arm.
    struct Arming: Sendable {
        var watch: Watch
        var kind: Kind
        /// Whether the server arms it also where no node stands.
        var armsWithoutNode = false
    }

    private struct Place: Hashable {
        var path: [UInt8]
        var kind: Kind
    }

    private struct Entry {
        /// The connection that armed it, as the handle counts them.
        var connection: Int
        /// A watch that nobody holds any more has no one to tell, so that reading again and again with new watches
        /// keeps none.
        weak let watch: Watch?
        /// Holds the watches that hand on their end to a function: they need no other holder.
        let held: Watch?
    }

    private var entries: [Place: [Entry]] = [:]

    /// The number of watches that are armed.
    var count: Int { entries.values.reduce(0) { $0 + $1.count { $0.watch != nil } } }

    /// A read was answered: the server has armed the watch.
    mutating func armed(_ arming: Arming, at path: ZNodePath, connection: Int) {
        let watch = arming.watch
        var here = entries[Place(path: path.bytes, kind: arming.kind), default: []]
        here.removeAll { $0.watch == nil || $0.watch === watch }
        here.append(Entry(connection: connection, watch: watch, held: watch.handsOnItsEnd ? watch : nil))
        entries[Place(path: path.bytes, kind: arming.kind)] = here
    }

    /// An event came: takes out the watches that it ends.
    mutating func happened(_ event: NodeEvent, at path: [UInt8]) -> [Watch] {
        let kinds: [Kind] =
            switch event {
            case .created, .dataChanged: [.node]
            case .childrenChanged: [.children]
            case .deleted: [.node, .children]
            }
        return kinds.flatMap { kind in
            (entries.removeValue(forKey: Place(path: path, kind: kind)) ?? []).compactMap(\.watch)
        }
    }

    /// Takes out the watches that connections before that one armed.
    mutating func ended(before connection: Int) -> [Watch] {
        var ended: [Watch] = []
        entries = entries.compactMapValues { here in
            ended += here.filter { $0.connection < connection }.compactMap(\.watch)
            let kept = here.filter { $0.connection >= connection }
            return kept.isEmpty ? nil : kept
        }
        return ended
    }

    /// Takes out all watches.
    mutating func endedAll() -> [Watch] {
        defer { entries = [:] }
        return entries.values.flatMap { $0.compactMap(\.watch) }
    }
}
