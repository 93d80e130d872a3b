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

    init?(_ data: [UInt8]?) {
        guard let data, !data.isEmpty, let word = try? JSONDecoder().decode(DeclaredWord.self, from: Data(data)) else {
            return nil
        }
        self = word
    }

    /// Whether it speaks of the list as it is.
    func covers(_ list: ListObservation.List) -> Bool {
        list.stat.pzxid <= list.stat.mzxid && count == list.children.count
    }
}
