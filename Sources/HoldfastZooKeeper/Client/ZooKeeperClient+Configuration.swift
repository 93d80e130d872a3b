extension ZooKeeperClient {
    /// What a client needs to know.
    public struct Configuration: Sendable {
        /// The servers of the ensemble.
        public var servers: ServerList
        /// How long the servers keep the session while they do not hear of the client: what is asked for; they may
        /// grant less or more. A hung server is noticed after two thirds of it. 10 s, and not less where the network is
        /// not your own.
        public var sessionTimeout: Duration = .seconds(10)
        /// How many requests may be in flight at once; others wait their turn. 1 to 32,768: the C library closes the
        /// connection once twice as many calls wait for its thread.
        public var maximumInFlight: Int = 512
        /// What is shown to every server before a connection to it is reported. None; more can be added while the client
        /// runs (``ZooKeeperClient/authenticate(_:)``).
        public var credentials: [Credentials] = []
        /// How the connections are secured; nil is plain text. A client whose machine cannot do what is asked for does not
        /// start.
        public var security: TransportSecurity?
        /// How many bytes the paths of the armed watches may take, 4 more for each. A read that is to arm one beyond is
        /// refused with ``ZooKeeperError/Code/tooManyWatches``. 262,144; at most 1,000,000: the C library arms all of
        /// them again by one request, and servers drop who sends them more than 1 MiB.
        public var maximumWatchBytes: Int = 262_144
        /// How long a lost connection may be regained at the same server before another is tried. 300 ms.
        public var regainAllowance: Duration = .milliseconds(300)
        /// How long a network connection to one server may take. 1 s.
        public var connectLimit: Duration = .seconds(1)
        /// The wait after all servers were tried in vain; it doubles each time, and is scattered by a quarter. 100 ms, and
        /// at least 10.
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
    /// Refuses what a client could not live with.
    func validate() throws(ZooKeeperError) {
        let fault: String? =
            if sessionTimeout < .milliseconds(100) {
                "sessionTimeout is \(sessionTimeout), and must be at least 100 ms"
            } else if !(1...32_768).contains(maximumInFlight) {
                "maximumInFlight is \(maximumInFlight), and must be from 1 to 32,768"
            } else if !(0...1_000_000).contains(maximumWatchBytes) {
                "maximumWatchBytes is \(maximumWatchBytes), and must be from 0 to 1,000,000"
            } else if firstBackoff < .milliseconds(10) || longestBackoff < firstBackoff {
                "firstBackoff is \(firstBackoff) and longestBackoff \(longestBackoff); right is at least 10 ms, growing"
            } else if connectLimit <= .zero || regainAllowance < .zero || closeGrace < .zero {
                "connectLimit must be more than zero, regainAllowance and closeGrace at least zero"
            } else {
                security.flatMap { SecureLibrary.present.fault(of: $0) }
            }
        for credentials in credentials { try credentials.validate() }
        if let fault { throw ZooKeeperError(.badArguments, "the configuration of the client: \(fault)") }
    }

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
