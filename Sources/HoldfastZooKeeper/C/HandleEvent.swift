/// What the C library said of a handle's session.
struct HandleEvent: Hashable, Sendable {
    enum Kind: Hashable {
        /// A server granted or resumed the session.
        case connected(SessionGrant)
        /// The connection was lost; the library tries the same address again.
        case connectionLost
        /// A server said that the session ended.
        case sessionExpired
        /// The servers refused the credentials.
        case authenticationFailed
    }

    /// Counts the session events of the handle: a request is made for one connection, and not carried over to the next.
    var connection: Int
    var kind: Kind
}

/// How far the attempt of a handle to connect has come.
enum HandleProgress: Hashable, Sendable {
    /// The library has not begun, or waits for the network.
    case connecting
    /// The network connection stands, the server has not answered yet.
    case handshaking
    /// The server has answered.
    case connected
    /// The try failed, and the library waits before the next.
    case failed
    /// The session ended, or the credentials were refused: an event says so.
    case over
}

/// Why a handle is closed: what becomes of its watches and of the requests without an answer.
enum CloseReason: Hashable, Sendable {
    /// The connection was lost; the next handle resumes the session.
    case disconnected
    /// The session ended.
    case sessionLost
    /// The client is closed.
    case closed

    var outcome: Watch.Outcome {
        switch self {
        case .disconnected: .disconnected
        case .sessionLost: .sessionLost
        case .closed: .closed
        }
    }

    /// The error of a request that the library took and did not answer.
    func error(_ words: RequestWords) -> ZooKeeperError {
        let (code, text): (ZooKeeperError.Code, String) =
            switch self {
            case .disconnected: (.connectionLoss, "the connection was lost before the answer came")
            case .sessionLost: (.sessionExpired, "the session ended before the answer came")
            case .closed: (.closed, "the client was closed before the answer came")
            }
        return ZooKeeperError(code, "\(words.operation) \(words.path): \(text)", mayHaveBeenApplied: words.isWrite)
    }

    /// The error of a request that was not handed to the library any more.
    var refusal: ZooKeeperError {
        switch self {
        case .disconnected: .notConnected
        case .sessionLost: ZooKeeperError(.sessionExpired, "the session has ended; the request was not sent")
        case .closed: .clientIsClosed
        }
    }
}
