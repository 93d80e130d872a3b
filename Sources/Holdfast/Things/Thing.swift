public import HoldfastCore
public import HoldfastZooKeeper

/// A Thing, as the closure that runs it sees it.
public struct Thing: Sendable {
    /// Nothing else: it lies in the task of each Thing.
    private let latest: Latest<Assignment>

    init(_ latest: Latest<Assignment>) {
        self.latest = latest
    }

    /// Which Thing it is.
    public var id: ThingID { latest.value.id }

    /// The newest payload; empty where the Thing's znode stores no data.
    public var payload: [UInt8] { latest.value.payload }

    /// The newest fence. It may grow while the closure runs, where the Thing was taken off and assigned again unseen.
    public var fence: Fence { latest.value.fence }

    /// The present assignment first, then the newest each time its payload changes.
    ///
    /// Of use with ``PayloadChange/tell``; with ``PayloadChange/restart`` a change ends the closure instead. The sequence ends
    /// when the task that reads it is cancelled.
    public var updates: NewestValues<Assignment> { NewestValues(latest) }
}
