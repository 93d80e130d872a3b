import HoldfastCore
import HoldfastZooKeeper
import Synchronization

@testable import Holdfast

/// Another publisher, which takes a Thing off its place between two transactions of the first.
final class RemovalMeanwhile: Sendable {
    private let zooKeeper: MemoryZooKeeper
    private let things = Mutex<[ThingID]>([])

    init(_ zooKeeper: MemoryZooKeeper) {
        self.zooKeeper = zooKeeper
    }

    /// What it took off.
    var removed: [ThingID] { things.withLock(\.self) }

    /// Takes a Thing off, as a statement does; nothing where that is not to be done now.
    func remove(_ id: ThingID) {
        let list = zooKeeper.list
        guard let node = zooKeeper.node(list), node.isAsDeclared, node.names.contains(id),
            var word = ListData(node.data).word, let before = word.declaration, !before.hasMore
        else { return }
        word.declaration = Declaration(
            generation: before.generation + 1, count: before.count - 1,
            lineage: Array(([before.generation] + before.lineage).prefix(Declaration.lineageLimit)))
        word.statement = "meanwhile"
        zooKeeper.change(
            .delete(list.thing("\(id)"), version: nil), .setData(list, data: word.bytes, version: node.stat.version))
        things.withLock { $0.append(id) }
    }
}
