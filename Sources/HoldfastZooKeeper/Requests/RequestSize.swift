/// How many bytes a request takes on the wire.
///
/// A server drops the connection of who sends more than its `jute.maxbuffer`, and with it everything that is in flight,
/// so requests that are too large are refused here.
package enum RequestSize {
    /// The servers' default of `jute.maxbuffer`.
    package static let limit = 1_048_575

    private static let header = 8
    private static let operationHeader = 9
    private static let integer = 4
    /// - Parameter hasTimeToLive: whether a time to live goes along.
    static func create(
        _ path: ZNodePath, data: [UInt8]?, acl: [ACLEntry] = .open, hasTimeToLive: Bool = false
    ) -> Int {
        header + createBody(path, data) + list(acl) + (hasTimeToLive ? 2 * integer : 0)
    }

    static func setData(_ data: [UInt8]?, at path: ZNodePath) -> Int {
        header + setDataBody(path, data)
    }

    static func setACL(_ entries: [ACLEntry], of path: ZNodePath) -> Int {
        header + pathBody(path) + list(entries)
    }

    /// A change of the ensemble's configuration.
    static func reconfigure(_ texts: [String?]) -> Int {
        texts.reduce(header + 2 * integer) { $0 + integer + ($1?.utf8.count ?? 0) }
    }

    /// A request that carries nothing but a path, a flag or a version.
    static func pathOnly(_ path: ZNodePath) -> Int {
        header + pathBody(path)
    }

    package static func multi(_ operations: [TransactionOperation], acl: [ACLEntry] = .open) -> Int {
        let list = list(acl)
        return operations.reduce(header + operationHeader) { size, operation in
            switch operation {
            case .create(let path, let data, _): size + operationHeader + createBody(path, data) + list
            case .setData(let path, let data, _): size + operationHeader + setDataBody(path, data)
            case .delete(let path, _), .check(let path, _): size + operationHeader + pathBody(path)
            }
        }
    }

    /// Refuses a request that no server would take.
    static func check(_ size: Int, _ words: RequestWords) throws(ZooKeeperError) {
        guard size > limit else { return }
        throw ZooKeeperError(
            .badArguments,
            "\(words.operation) \(words.path): the request takes \(size) bytes, and servers take at most \(limit)"
        )
    }

    /// A count, then of each entry the permissions, the scheme and the id with their lengths.
    private static func list(_ acl: [ACLEntry]) -> Int {
        acl.reduce(integer) { $0 + 3 * integer + $1.scheme.utf8.count + $1.id.utf8.count }
    }

    private static func createBody(_ path: ZNodePath, _ data: [UInt8]?) -> Int {
        integer + path.bytes.count + integer + (data?.count ?? 0) + integer
    }

    private static func setDataBody(_ path: ZNodePath, _ data: [UInt8]?) -> Int {
        integer + path.bytes.count + integer + (data?.count ?? 0) + integer
    }

    private static func pathBody(_ path: ZNodePath) -> Int {
        integer + path.bytes.count + integer
    }
}
