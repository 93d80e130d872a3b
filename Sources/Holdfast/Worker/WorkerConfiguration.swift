public import HoldfastCore

extension HoldfastWorker {
    /// How a worker reads its list and runs its Things.
    public struct Configuration: Sendable {
        /// How long a list without a declaration must hold still before absence is believed.
        public var quiet: Duration = .milliseconds(500)
        /// How long after a new session, or an outage longer than the session timeout, absence is not believed.
        public var settle: Duration = .seconds(5)
        /// After how much known time a Thing may go that was absent from every believable reading of a list in trouble; nil, the
        /// default, means never: somebody has to declare or approve it.
        public var brakeRelease: Duration?
        /// How long a Thing may run without proof that it is assigned. The default lets it run until it is proved that it was
        /// taken off; work that must not run twice needs a limit.
        public var tenure: Tenure = .indefinite
        /// When a Thing that keeps failing is left alone.
        public var quarantine = QuarantineRule()
        /// Throws where the payload of a Thing means nothing: a Thing that runs then keeps its last good payload, and one that
        /// does not waits for a good one. It must be quick. Without it every payload goes to the closure.
        public var checkPayload: @Sendable (ThingID, [UInt8]) throws -> Void = { _, _ in }
        /// Where the worker keeps what it last knew; nil, the default, keeps nothing.
        public var stateFolder: StateFolder?
        /// What becomes of a running closure when the payload of its Thing changes.
        public var payloadChange: PayloadChange = .restart
        /// How often the list's stat is compared with the servers', so that a dead watch on the names or on the parent's data
        /// is found; drawn anew by up to a tenth.
        public var auditInterval: Duration = .seconds(30)
        /// How often the payloads are read again that carry no watch, since the watches of a session are bounded in bytes, where the
        /// list is not declared with an account of its payloads,
        /// and the entries that could not be read.
        public var payloadRefresh: Duration = .seconds(60)
        /// The delay before a closure that ended by itself begins again; it doubles while that keeps happening.
        public var firstRetry: Duration = .seconds(1)
        /// The longest such delay; a closure that ran for as long is taken to be well again.
        public var longestRetry: Duration = .seconds(60)
        /// After which time a Thing that was stopped and whose closure has not returned is reported.
        public var stopLimit: Duration = .seconds(10)
        /// How many Things may be starting at once: launched, and their closure not yet begun.
        public var startsAtOnce = 64

        /// The defaults.
        public init() {}

        /// Nothing is done in a loop without a pause, whatever was set.
        var checked: Configuration {
            var checked = self
            // Proof has to be renewed well before it is too old.
            if case .limited(let tenure) = tenure { checked.auditInterval = min(auditInterval, tenure / 3) }
            checked.auditInterval = max(checked.auditInterval, .milliseconds(10))
            checked.payloadRefresh = max(payloadRefresh, .milliseconds(10))
            checked.firstRetry = max(firstRetry, .milliseconds(1))
            checked.longestRetry = max(longestRetry, checked.firstRetry)
            return checked
        }

        /// What of it the core goes by.
        var settings: Settings {
            var settings = Settings()
            settings.quiet = quiet
            settings.settle = settle
            settings.brakeRelease = brakeRelease
            settings.tenure = tenure
            settings.quarantine = quarantine
            if let stateFolder {
                settings.coldStart = stateFolder.coldStart
                settings.maxAge = stateFolder.maxAge
            }
            return settings
        }
    }
}
