/// What a client refuses before anything is sent, for who serves ``ZooKeeper`` without the C library.
package enum RequestCheck {
    /// - Throws: ``ZooKeeperError/Code/badArguments`` for a time to live that servers cannot keep, and for too much data.
    package static func create(
        _ path: ZNodePath, data: [UInt8]?, mode: CreateMode, _ words: RequestWords
    ) throws(ZooKeeperError) {
        let hasTimeToLive = try mode.timeToLiveInMilliseconds() != nil
        try RequestSize.check(RequestSize.create(path, data: data, hasTimeToLive: hasTimeToLive), words)
    }

    /// - Throws: ``ZooKeeperError/Code/badArguments`` for too much data.
    package static func setData(_ data: [UInt8]?, at path: ZNodePath, _ words: RequestWords) throws(ZooKeeperError) {
        try RequestSize.check(RequestSize.setData(data, at: path), words)
    }

    /// - Throws: ``ZooKeeperError/Code/badArguments`` for a path that takes more than a request may.
    package static func path(_ path: ZNodePath, _ words: RequestWords) throws(ZooKeeperError) {
        try RequestSize.check(RequestSize.pathOnly(path), words)
    }

    /// - Throws: ``ZooKeeperError/Code/unimplemented`` for nodes that transactions do not take,
    ///   ``ZooKeeperError/Code/badArguments`` for too much data.
    package static func multi(_ operations: [TransactionOperation], _ words: RequestWords) throws(ZooKeeperError) {
        if let index = operations.firstIndex(where: \.isUnknownInTransactions) {
            throw ZooKeeperError(
                .unimplemented,
                "\(words.operation) \(words.path): a transaction takes no containers and no nodes with a time to live",
                failedOperation: index
            )
        }
        try RequestSize.check(RequestSize.multi(operations), words)
    }
}
