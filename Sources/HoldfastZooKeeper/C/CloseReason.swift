/// Why a handle is closed: what becomes of its watches and of the requests without an answer.
package enum CloseReason: Hashable, Sendable {
    /// The connection was lost; the next handle resumes the session.
    case disconnected
    /// The session ended.
    case sessionLost
    /// The client is closed.
    case closed

    package var outcome: Watch.Outcome {
        switch self {
        case .disconnected: .disconnected
        case .sessionLost: .sessionLost
        case .closed: .closed
        }
    }

    /// The error of a request that the library took and did not answer.
    package func error(_ words: RequestWords) -> ZooKeeperError {
        let (code, text): (ZooKeeperError.Code, String) =
            switch self {
            case .disconnected: (.connectionLoss, "the connection was lost before the answer came")
            case .sessionLost: (.sessionExpired, "the session ended before the answer came")
            case .closed: (.closed, "the client was closed before the answer came")
            }
        return ZooKeeperError(code, "\(words.operation) \(words.path): \(text)", mayHaveBeenApplied: words.isWrite)
    }

    /// The error of a request that was not handed to the library any more.
    package var refusal: ZooKeeperError {
        switch self {
        case .disconnected: .notConnected
        case .sessionLost: ZooKeeperError(.sessionExpired, "the session has ended; the request was not sent")
        case .closed: .clientIsClosed
        }
    }
}
