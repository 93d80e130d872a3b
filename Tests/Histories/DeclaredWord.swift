internal import Foundation
internal import HoldfastTesting
internal import HoldfastZooKeeper

/// A declaration as an outsider reads it, by Foundation's own JSON.
struct DeclaredWord: Decodable {
    var holdfast: Int
    var generation: Int64
    var count: Int
    var whole: Bool?
    var more: Bool?
    var lineage: [Int64]?

    /// The name that the list is given, and as a field of its data: whoever writes them keeps it.
    static let listName = "ours"
    static let nameField = #","listName":"ours""#

    init?(_ data: [UInt8]?) {
        guard let data, !data.isEmpty, let word = try? JSONDecoder().decode(DeclaredWord.self, from: Data(data)) else {
            return nil
        }
        self = word
    }

    /// Whether the clock of its writer was at most a day ahead: beyond, nobody is believed, however honest they are.
    func isWithinReach(at moment: Duration) -> Bool {
        generation <= SimulatedEnsemble.Options().startOfTime + Int64(moment / .milliseconds(1)) + 24 * 3600 * 1000
    }

    /// Whether it speaks of the list as it is.
    func covers(_ list: ListObservation.List) -> Bool {
        list.stat.pzxid <= list.stat.mzxid && count == list.children.count
    }
}

extension ListObservation.List {
    /// What stands in the data of a list node when an older version has spread the list over shards.
    static let spread = Array(
        #"{"holdfast":1,"layout":{"generation":1700000000000,"shards":4,"birth":1699999999999,"was":[]}}"#.utf8)

    /// Whether the list is elsewhere, and what stands below its node says nothing.
    var isSpread: Bool { data == Self.spread }
}
