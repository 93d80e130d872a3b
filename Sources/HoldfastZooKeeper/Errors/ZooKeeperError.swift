/// Why an operation of a ZooKeeper client failed.
///
/// Two questions decide what to do next, and every error answers them: ``sessionIsGone`` (open a new one, all its
/// ephemeral nodes and watches are gone) and ``mayHaveBeenApplied`` (look before you write again).
public struct ZooKeeperError: Error, Sendable {
    /// What went wrong. A code that this version does not know is kept as it is.
    public var code: Code
    /// What went wrong, in words, with the values concerned.
    public var message: String
    /// Whether the request may have reached the servers and been carried out although no answer came.
    public var mayHaveBeenApplied: Bool
    /// The index of the operation that failed a transaction.
    public var failedOperation: Int?

    /// Whether the session that the operation used has ended.
    public var sessionIsGone: Bool {
        [.sessionExpired, .authenticationFailed, .authenticationRequired, .closed].contains(code)
    }

    /// An error that was found before anything was sent, unless `mayHaveBeenApplied` says otherwise.
    public init(_ code: Code, _ message: String, mayHaveBeenApplied: Bool = false, failedOperation: Int? = nil) {
        self.code = code
        self.message = message
        self.mayHaveBeenApplied = mayHaveBeenApplied
        self.failedOperation = failedOperation
    }
}

extension ZooKeeperError: Equatable {
    /// Errors are equal when their codes are.
    public static func == (left: ZooKeeperError, right: ZooKeeperError) -> Bool { left.code == right.code }
}

extension ZooKeeperError: CustomStringConvertible {
    public var description: String { "\(code): \(message)" }
}
