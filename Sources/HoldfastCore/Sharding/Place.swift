/// Where Things stand: as children of the list node, or of one of the shards that the list is spread over.
public enum Place: Hashable, Sendable {
    /// The list node itself.
    case list
    /// One shard of a sharded list.
    case shard(Shard)
}

/// One of the parts that a sharded list is spread over.
public struct Shard: Hashable, Sendable {
    /// Which of them, from 0.
    public var index: Int
    /// How many there are.
    public var count: Int

    public init(index: Int, of count: Int) {
        self.index = index
        self.count = count
    }
}

extension Shard: CustomStringConvertible {
    /// The name of its node: the number of shards is part of it, so that two layouts never share a node.
    public var description: String { "\(Self.digits(index))-of-\(Self.digits(count))" }

    private static func digits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension Place: CustomStringConvertible {
    public var description: String {
        switch self {
        case .list: "list"
        case .shard(let shard): "\(shard)"
        }
    }
}
