extension ZooKeeperClient {
    /// What a client needs to know.
    public struct Configuration: Sendable {
        /// The servers of the ensemble.
        public var servers: ServerList
        /// How long the servers keep the session while they do not hear of the client: what is asked for; they may
        /// grant less or more. A hung server is noticed after two thirds of it. 10 s, and not less where the network is
        /// not your own.
        public var sessionTimeout: Duration = .seconds(10)
        /// How many requests may be in flight at once; others wait their turn. At most 32,768.
        public var maximumInFlight: Int = 512
        /// How long a lost connection may be regained at the same server before another is tried. 300 ms.
        public var regainAllowance: Duration = .milliseconds(300)
        /// How long a network connection to one server may take. 1 s.
        public var connectLimit: Duration = .seconds(1)
        /// The wait after all servers were tried in vain; it doubles each time, and is scattered by a quarter. 100 ms.
        public var firstBackoff: Duration = .milliseconds(100)
        /// The longest such wait; with more than four addresses it is half a second for each of them. 2 s.
        public var longestBackoff: Duration = .seconds(2)
        /// How long answers under way are awaited when the client is closed. 1 s.
        public var closeGrace: Duration = .seconds(1)

        /// The defaults for these servers.
        public init(servers: ServerList) {
            self.servers = servers
        }
    }
}

extension ZooKeeperClient.Configuration {
    var machineSettings: SessionMachine.Settings {
        var settings = SessionMachine.Settings()
        settings.sessionTimeout = sessionTimeout
        settings.regainAllowance = regainAllowance
        settings.connectLimit = connectLimit
        settings.firstBackoff = firstBackoff
        settings.longestBackoff = longestBackoff
        return settings
    }
}
