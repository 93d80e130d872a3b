extension SimulatedEnsemble {
    /// How a simulated ensemble is set up. All times are simulated; those given as ranges are drawn from the seed.
    public struct Options: Sendable {
        /// ZooKeeper's unit of time. Sessions last at least 2 and at most 20 ticks; a silent leader or follower is given up
        /// after 8. 500 ms.
        public var tickTime: Duration = .milliseconds(500)
        /// How long servers without a leader take to agree on one.
        public var electionTime: ClosedRange<Duration> = .milliseconds(200) ... .milliseconds(800)
        /// How long a server takes to get what it lacks from the leader before it serves.
        public var catchUpTime: ClosedRange<Duration> = .milliseconds(10) ... .milliseconds(200)
        /// How long a message takes between a client and a server, one way.
        public var clientDelay: ClosedRange<Duration> = .microseconds(100) ... .milliseconds(2)
        /// How long a message takes between two servers, one way.
        public var serverDelay: ClosedRange<Duration> = .microseconds(100) ... .milliseconds(2)
        /// The wall clock of the leader when the simulation begins, in milliseconds since 1970.
        public var startOfTime: Int64 = 1_700_000_000_000

        /// The defaults.
        public init() {}

        /// How long two servers may be silent to each other.
        var silenceLimit: Duration { tickTime * 8 }
    }
}
