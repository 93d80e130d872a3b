/// How a list is spread over shards: the writer's word, in the data of the list node.
///
/// Exactly one layout is in force at a time, and a Thing stands in exactly one place of it. The transaction that puts another one in
/// force withdraws the declarations of every old place and declares every new one, so that a place alone tells whether its word
/// counts. `docs/sharded-lists.md` says why that is enough.
public struct Layout: Hashable, Sendable {
    /// The most shards that a list may be spread over: their watches, and the transaction that changes them, are bounded.
    public static let shardLimit = 256

    /// Grows with each layout of the list.
    public var generation: Int64
    /// The number of shards; 0 means that the Things are children of the list node, as in any plain list.
    public var shards: Int
    /// The generation from which the first declaration of each place descends.
    public var birth: Int64
    /// The places before this layout, in order: the generation that each had at the change, and those which that descends from.
    public var was: [[Int64]]

    public init(generation: Int64, shards: Int, birth: Int64 = 0, was: [[Int64]] = []) {
        self.generation = generation
        self.shards = shards
        self.birth = birth
        self.was = was
    }

    /// Where the Things stand.
    public var places: [Place] { Self.places(of: shards) }

    /// Where a Thing stands, if it stands anywhere.
    public func place(of id: ThingID) -> Place { place(at: index(of: id)) }

    /// The place with that number among ``places``.
    package func place(at index: Int) -> Place { shards == 0 ? .list : .shard(Shard(index: index, of: shards)) }

    /// The number of its place among ``places``.
    package func index(of id: ThingID) -> Int { shards == 0 ? 0 : Int(id.shardHash % UInt64(shards)) }

    /// The places of a list with so many shards.
    public static func places(of shards: Int) -> [Place] {
        shards == 0 ? [.list] : (0..<shards).map { .shard(Shard(index: $0, of: shards)) }
    }
}

/// What the data of a node say of layouts.
public enum LayoutFinding: Hashable, Sendable {
    /// Nothing: an ordinary list.
    case none
    /// How the list is spread.
    case layout(Layout)
    /// Something, and not as it must be.
    case malformed
    /// That the node was a shard of a list, and is none since another layout is in force.
    case retired
}

extension ThingID {
    /// The number that decides the shard of a Thing: FNV-1a with 64 bits over the bytes of its id.
    public var shardHash: UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
