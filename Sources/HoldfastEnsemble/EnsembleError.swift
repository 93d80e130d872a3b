/// Why an ensemble, or one of its servers, could not do what it was asked.
///
/// Two errors with the same ``code`` are the same kind of failure; ``message`` tells a person what to do.
public struct EnsembleError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case invalidServerCount, javaMissing, zooKeeperMissing, noFreePorts, portTaken
            case launchFailed, notServing, alreadyRunning, notRunning, noAnswer, ended, impossible
        }

        private let value: Value

        /// An ensemble has one to five servers.
        public static let invalidServerCount = Code(value: .invalidServerCount)
        /// There is no `java` to run the servers with.
        public static let javaMissing = Code(value: .javaMissing)
        /// The jars of Debian's `zookeeper` package are not there.
        public static let zooKeeperMissing = Code(value: .zooKeeperMissing)
        /// No block of free ports was found on 127.0.0.1.
        public static let noFreePorts = Code(value: .noFreePorts)
        /// A stranger took a port between our look and the server's start.
        public static let portTaken = Code(value: .portTaken)
        /// The process of a server could not be started.
        public static let launchFailed = Code(value: .launchFailed)
        /// No quorum served within the time allowed; the message ends with the servers' last log lines.
        public static let notServing = Code(value: .notServing)
        /// The server runs, and what was asked is for a stopped one.
        public static let alreadyRunning = Code(value: .alreadyRunning)
        /// The server does not run, and what was asked is for a running one.
        public static let notRunning = Code(value: .notRunning)
        /// The server did not answer a four letter word in time.
        public static let noAnswer = Code(value: .noAnswer)
        /// The ensemble is being taken down: nothing more is started.
        public static let ended = Code(value: .ended)

        /// What was asked can not be done here, or to nobody; the message says why, and what would do.
        public static let impossible = Code(value: .impossible)

        public var description: String { self.value.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, in words.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "\(self.code): \(self.message)" }
}
