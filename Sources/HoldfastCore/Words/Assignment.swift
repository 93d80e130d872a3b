/// A Thing as it is assigned: who it is, what it is told, and how often it was assigned anew.
public struct Assignment: Hashable, Sendable {
    /// The Thing.
    public var id: ThingID
    /// The data of its znode; empty where it stores none.
    public var payload: [UInt8]
    /// Grows each time the Thing is assigned anew.
    public var fence: Fence

    public init(id: ThingID, payload: [UInt8], fence: Fence) {
        self.id = id
        self.payload = payload
        self.fence = fence
    }
}
