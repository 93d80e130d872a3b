import Holdfast
import HoldfastCore
import HoldfastZooKeeper

/// What one reading of a list shows.
struct ListView: Sendable {
    let names: Set<ThingID>
    let stat: NodeStat
    let data: [UInt8]?
    /// Whether the newest change was made behind the publishers' backs.
    let isForeign: Bool

    init(names: Set<ThingID>, stat: NodeStat, data: [UInt8]?, isForeign: Bool = false) {
        self.names = names
        self.stat = stat
        self.data = data
        self.isForeign = isForeign
    }

    var declaration: Declaration? { ListData(data).declaration }

    /// Whether the declaration speaks of what is there.
    var isAsDeclared: Bool {
        guard let declaration else { return false }
        return stat.pzxid <= stat.mzxid && declaration.count == names.count
    }
}
