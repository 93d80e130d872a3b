extension ZooKeeperError {
    /// What a result code of the C library means for the request that it answers.
    ///
    /// - Parameter wasSent: whether the library took the request, so that it may have reached a server.
    package init(libraryCode code: Int32, _ words: RequestWords, wasSent: Bool) {
        let inDoubt = words.isWrite && wasSent
        switch code {
        // Lost connection, time-out, a mix-up on the wire, a session that moved on: in each the answer is not known.
        case -4, -7, -2, -118, -9:
            self.init(
                .connectionLoss,
                "\(words.operation) \(words.path): the connection was lost before the answer came (code \(code))",
                mayHaveBeenApplied: inDoubt
            )
        // A server that still has the connection of a session that ended elsewhere answers "unknown session".
        case -12:
            self.init(
                .sessionExpired, "\(words.operation) \(words.path): the session has ended (code \(code))",
                mayHaveBeenApplied: inDoubt
            )
        // The session ended; or a system error, a corrupted or unreadable answer: it may have been carried out before.
        case -112, -115, -116, -1, -3, -5:
            let code = Code(rawValue: code)
            self.init(code, "\(words.operation) \(words.path): \(code)", mayHaveBeenApplied: inDoubt)
        default:
            let code = Code(rawValue: code)
            self.init(code, "\(words.operation) \(words.path): \(code)")
        }
    }

    /// The request was not handed on since its task was cancelled already.
    package static var cancelledBeforeSending: ZooKeeperError {
        ZooKeeperError(.cancelled, "the task was cancelled before the request was sent")
    }

    /// The request was handed on, and its task was cancelled before the answer came.
    package static func cancelled(_ words: RequestWords) -> ZooKeeperError {
        ZooKeeperError(
            .cancelled,
            "\(words.operation) \(words.path): the task was cancelled before the answer came",
            mayHaveBeenApplied: words.isWrite
        )
    }

    /// The request was not sent since there is no connection.
    package static var notConnected: ZooKeeperError {
        ZooKeeperError(.connectionLoss, "the client is not connected; the request was not sent")
    }

    /// The request was not sent since the watch that it is to arm does not fit in any more.
    package static func tooManyWatches(_ words: RequestWords, _ watches: WatchTable) -> ZooKeeperError {
        ZooKeeperError(
            .tooManyWatches,
            "\(words.operation) \(words.path): the paths of the watches take \(watches.bytes) bytes, and "
                + "\(watches.bytesAllowed) are allowed; drop some, or raise maximumWatchBytes"
        )
    }

    /// The request was not sent since the client is closed.
    package static var clientIsClosed: ZooKeeperError {
        ZooKeeperError(.closed, "the client is closed; the request was not sent")
    }
}

extension ZooKeeperError.Code {
    /// Whether the code says something of the request itself, not of the connection or the session that it used.
    var concernsTheRequest: Bool {
        let closing = Self(rawValue: LibraryCode.closing)
        return ![.connectionLoss, .sessionExpired, .authenticationFailed, closing].contains(self)
    }
}
