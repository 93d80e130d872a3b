/// Why a simulated ensemble refuses what it was asked: it is impossible, so the test that asks for it is wrong.
public struct SimulatedEnsembleError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was impossible.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case unknown, serverIsDown, noLeader, tooFewServers, notConnected, order, range
        }

        private let value: Value

        /// No such server, client or snapshot.
        public static let unknown = Code(value: .unknown)
        /// The server does not run, or hangs.
        public static let serverIsDown = Code(value: .serverIsDown)
        /// No server leads.
        public static let noLeader = Code(value: .noLeader)
        /// The ensemble has too few servers for that.
        public static let tooFewServers = Code(value: .tooFewServers)
        /// The client has no session or no connection.
        public static let notConnected = Code(value: .notConnected)
        /// The same fault is under way already, or is not under way.
        public static let order = Code(value: .order)
        /// A number is out of its range.
        public static let range = Code(value: .range)

        public var description: String { value.rawValue }
    }

    /// What was impossible.
    public let code: Code
    /// What was asked and why it cannot be, in words.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "\(code): \(message)" }
}
