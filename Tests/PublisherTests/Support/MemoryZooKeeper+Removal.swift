import HoldfastCore
import HoldfastZooKeeper

@testable import Holdfast

extension MemoryZooKeeper {
    /// Another publisher takes a Thing off the list, as a statement does; nothing where that cannot be done now.
    func takeOff(_ id: ThingID) {
        guard let view = views.last, view.isAsDeclared, view.names.contains(id), var word = ListData(view.data).word,
            let before = word.declaration, !before.hasMore
        else { return }
        word.declaration = Declaration(
            generation: before.generation + 1, count: before.count - 1,
            lineage: Array(([before.id] + before.lineage).prefix(Declaration.lineageLimit)))
        word.statement = "meanwhile"
        change(
            .delete(list.thing("\(id)"), version: nil), .setData(list, data: word.bytes, version: view.stat.version))
    }
}
