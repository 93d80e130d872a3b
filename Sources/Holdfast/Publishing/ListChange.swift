internal import HoldfastCore

/// What a statement does to the Things on a list.
struct ListChange: Hashable, Sendable {
    /// A Thing with its payload.
    struct Item: Hashable, Sendable {
        var id: ThingID
        var payload: [UInt8]
    }

    var creations: [Item] = []
    var updates: [Item] = []
    var deletions: [ThingID] = []
    /// Things that stand on the list as they are to be, and are said to.
    var confirmations: [Item] = []

    var isEmpty: Bool {
        creations.isEmpty && updates.isEmpty && deletions.isEmpty && confirmations.isEmpty
    }

    /// Items in the order of their ids, so that the same call always makes the same transactions.
    static func items(_ things: [ThingID: [UInt8]]) -> [Item] {
        things.map { Item(id: $0.key, payload: $0.value) }.sorted { $0.id < $1.id }
    }
}
