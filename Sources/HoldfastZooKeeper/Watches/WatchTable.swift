/// The armed watches of one handle, by what they were armed for.
package struct WatchTable {
    /// What a watch is armed for: the events of one kind never end the watches of the other.
    package enum Kind: Hashable, Sendable {
        /// By a read of the data or an exists: created, deleted, data changed.
        case node
        /// By a read of the children: children changed, deleted.
        case children
    }

    /// A watch that a read is to arm.
    package struct Arming: Sendable {
        package var watch: Watch
        package var kind: Kind
        /// Whether the server arms it also where no node stands.
        package var armsWithoutNode: Bool

        package init(watch: Watch, kind: Kind, armsWithoutNode: Bool = false) {
            self.watch = watch
            self.kind = kind
            self.armsWithoutNode = armsWithoutNode
        }
    }

    private struct Place: Hashable {
        var path: [UInt8]
        var kind: Kind
    }

    private struct Entry {
        /// Counts the watches, so that they end in the order in which they were armed.
        var number: Int
        /// The connection that armed it, as the handle counts them.
        var connection: Int
        /// A watch that nobody holds any more has no one to tell, so that reading again and again with new watches
        /// keeps none.
        weak let watch: Watch?
        /// Holds the watches that hand on their end to a function: they need no other holder.
        let held: Watch?
    }

    private var entries: [Place: [Entry]] = [:]
    private var lastNumber = 0

    package init() {}

    /// The number of watches that are armed.
    package var count: Int { entries.values.reduce(0) { $0 + $1.count { $0.watch != nil } } }

    /// A read was answered: the server has armed the watch.
    package mutating func armed(_ arming: Arming, at path: ZNodePath, connection: Int) {
        let watch = arming.watch
        var here = entries[Place(path: path.bytes, kind: arming.kind), default: []]
        here.removeAll { $0.watch == nil || $0.watch === watch }
        lastNumber += 1
        let held = watch.handsOnItsEnd ? watch : nil
        here.append(Entry(number: lastNumber, connection: connection, watch: watch, held: held))
        entries[Place(path: path.bytes, kind: arming.kind)] = here
    }

    /// An event came: takes out the watches that it ends.
    package mutating func happened(_ event: NodeEvent, at path: [UInt8]) -> [Watch] {
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
    package mutating func ended(before connection: Int) -> [Watch] {
        var ended: [Entry] = []
        entries = entries.compactMapValues { here in
            ended += here.filter { $0.connection < connection }
            let kept = here.filter { $0.connection >= connection }
            return kept.isEmpty ? nil : kept
        }
        return Self.watches(of: ended)
    }

    /// Takes out all watches.
    package mutating func endedAll() -> [Watch] {
        defer { entries = [:] }
        return Self.watches(of: entries.values.flatMap(\.self))
    }

    /// In the order in which they were armed: a dictionary has another one in each run.
    private static func watches(of entries: [Entry]) -> [Watch] {
        entries.sorted { $0.number < $1.number }.compactMap(\.watch)
    }
}
