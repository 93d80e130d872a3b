internal import HoldfastCore

/// What one watch of a list looks at.
enum WatchKey: Hashable, Sendable {
    /// The names on the list.
    case names
    /// The data of the list node.
    case listData
    /// Whether the list node stands; armed while it does not.
    case existence
    /// The data of one entry.
    case payload(ThingID)
}
