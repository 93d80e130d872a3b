extension Ensemble {
    /// How an ensemble is set up. The defaults suit tests: elections take a fraction of a second.
    public struct Options: Sendable {
        /// ZooKeeper's unit of time. Sessions last at least 2 and at most 20 ticks; a hung leader is given up after 8.
        public var tickTime: Duration = .milliseconds(200)
        /// How long ``Ensemble/waitUntilServing()`` waits before it throws.
        public var servingLimit: Duration = .seconds(30)

        /// The greatest size of each server's heap, in MiB. A server needs some 30 to serve at all.
        public var heapMegabytes = 192

        /// Whether the servers reach each other through proxies, so that they can be cut off from each other
        /// (``Ensemble/separate(_:)``). Each connection between them then takes a turn through this process.
        public var hasProxiesBetweenServers = false

        /// Whether the servers' disks can be made to fail (``EnsembleServer/fillDisk()`` and its neighbours). The servers then
        /// wait for their disks (`forceSync`), and a C compiler is needed. For Linux only.
        public var hasFaultyDisks = false

        /// Further lines of each server's `zoo.cfg`, by key; they replace the lines that are written by default.
        public var settings: [String: String] = [:]

        /// Further arguments of each server's `java`, for instance `-Djute.maxbuffer=65536`; of two that say the same, the last counts.
        public var javaArguments: [String] = []

        /// Creates the default options.
        public init() {}
    }
}
