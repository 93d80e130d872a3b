import HoldfastEnsemble
import HoldfastZooKeeper
import Logging

/// Who writes the list: an operator with a client of their own, straight to the servers, not through the worker's proxies.
struct ListWriter: Sendable {
    static let list: ZNodePath = "/collectors"
    static let payload = #"{"source":"file:/proc/loadavg","interval_ms":1000}"#

    private let client: ZooKeeperClient

    static func with(_ ensemble: Ensemble, _ body: (ListWriter) async throws -> Void) async throws {
        let servers = try ServerList(ensemble.connectString)
        let client = ZooKeeperClient(
            configuration: .init(servers: servers),
            logger: Logger(label: "writer", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            try await body(ListWriter(client: client))
            await client.close()
            try await group.waitForAll()
        }
    }

    static func path(_ thing: String) throws -> ZNodePath { try list.appending(ZNodeName(thing)) }

    /// Makes the list with these Things on it, in one transaction.
    func make(_ things: [String]) async throws {
        try await insist {
            try await client.multi(
                [.create(Self.list, data: nil, mode: .persistent)]
                    + things.map { .create(try Self.path($0), data: Array(Self.payload.utf8), mode: .persistent) }
            )
        }
    }

    func add(_ things: String..., payload: String = payload) async throws {
        for thing in things {
            try await insist { try await client.create(Self.path(thing), data: Array(payload.utf8), mode: .persistent) }
        }
    }

    func remove(_ things: String...) async throws {
        for thing in things {
            try await insist { try await client.delete(Self.path(thing), version: nil) }
        }
    }

    /// Takes everything off in one transaction.
    func empty() async throws {
        let names = try await insist { try await client.children(of: Self.list).names }
        _ = try await insist {
            try await client.multi(names.map { .delete(try Self.list.appending($0), version: nil) })
        }
    }

    /// Puts all of these on in one transaction.
    func fill(_ things: [String]) async throws {
        try await insist {
            try await client.multi(
                things.map { .create(try Self.path($0), data: Array(Self.payload.utf8), mode: .persistent) }
            )
        }
    }

    /// Deletes the children one by one and then the list node, as the recursive delete of client libraries does.
    func deleteOneByOne() async throws {
        for name in try await insist({ try await client.children(of: Self.list).names }) {
            try await insist { try await client.delete(Self.list.appending(name), version: nil) }
        }
        try await insist { try await client.delete(Self.list, version: nil) }
    }

    /// Tries again while there is no connection. What was carried out before the connection was lost counts as done.
    @discardableResult
    private func insist<Value>(_ write: () async throws -> Value) async throws -> Value {
        while true {
            try await client.connected()
            do {
                return try await write()
            } catch let error as ZooKeeperError where error.code == .connectionLoss || error.code == .sessionExpired {
                continue
            }
        }
    }
}
