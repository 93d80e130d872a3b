public import HoldfastCore

/// What a statement did to its list.
public struct PublishedStatement: Hashable, Sendable {
    /// The generation that the list has now.
    public var generation: Int64
    /// How many Things are on the list now.
    public var count: Int
    /// The Things that were put on the list, in the order of their ids.
    public var added: [ThingID] = []
    /// The Things whose payload was set, in the order of their ids.
    public var updated: [ThingID] = []
    /// The Things that were taken off, in the order of their ids.
    public var removed: [ThingID] = []
    /// The Things that stood on the list as they were to be, and were confirmed, in the order of their ids.
    public var confirmed: [ThingID] = []
    /// In how many transactions that was done; 0 where the list was as asked for already.
    public var transactions = 0
}
