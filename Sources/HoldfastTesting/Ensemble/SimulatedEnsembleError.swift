/// Why a simulated ensemble refuses what it was asked: it is impossible, so the test that asks for it is wrong.
public struct SimulatedEnsembleError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was impossible.
    public enum Code: String, Hashable, Sendable {
        /// No such server, client or snapshot.
        case unknown
        /// The server does not run, or hangs.
        case serverIsDown
        /// The server runs already.
        case serverRuns
        /// No server leads.
        case noLeader
        /// The ensemble has too few servers for that.
        case tooFewServers
        /// The client has no session or no connection.
        case notConnected
        /// The same fault is under way already, or is not under way.
        case order
        /// A number is out of its range.
        case range
    }

    /// What was impossible.
    public let code: Code
    /// What was asked and why it cannot be, in words.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "\(code.rawValue): \(message)" }
}
