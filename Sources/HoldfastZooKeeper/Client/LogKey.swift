import Logging

/// The keys of the client's log metadata.
enum LogKey {
    static let address = "holdfast.zookeeper.address"
    static let line = "holdfast.zookeeper.line"
    static let reason = "holdfast.zookeeper.reason"
    static let state = "holdfast.zookeeper.state"
}

extension ZooKeeperClient {
    /// Logs what the C library says until the task is cancelled or a newer client takes the lines over.
    func logLibraryLines(_ lines: AsyncStream<String>) async {
        for await line in lines {
            let line = LibraryLine(line)
            logger.log(
                level: line.isTrouble ? .debug : .trace, "the zookeeper library says",
                metadata: [LogKey.line: "\(line.text)"]
            )
        }
    }
}
