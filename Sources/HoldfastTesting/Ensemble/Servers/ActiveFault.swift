/// A fault that is under way.
struct ActiveFault {
    var fault: SimulatedFault
    /// The servers that it took down or parted from the others, by index.
    var servers: [Int] = []
}

/// What all servers had on disk at some time.
struct Snapshot {
    var tree: DataTree
    var epoch: Int64
}
