import Holdfast
import HoldfastCore
import HoldfastZooKeeper

/// What one reading of a list shows.
struct ListView: Sendable {
    var names: Set<ThingID>
    var stat: NodeStat
    var data: [UInt8]?

    var declaration: Declaration? { ListData(data).declaration }

    /// Whether the declaration speaks of what is there.
    var isAsDeclared: Bool {
        guard let declaration else { return false }
        return stat.pzxid <= stat.mzxid && declaration.count == names.count
    }
}
