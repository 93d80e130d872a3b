internal import ClientSupport
internal import Foundation
package import Holdfast
package import HoldfastCore
package import HoldfastEnsemble
package import HoldfastZooKeeper

/// Who writes the list: an operator with a client of their own, straight to the servers, not through the worker's proxies.
///
/// Each write is tried again while there is no connection. What was carried out before the connection was lost counts as done.
package struct ListWriter: Sendable {
    package static let payload = #"{"source":"file:/proc/loadavg","interval_ms":1000}"#
    package static let otherPayload = #"{"source":"file:/proc/loadavg","interval_ms":2000}"#

    package let list: ZNodePath
    /// The operator's own client.
    package let client: ZooKeeperClient

    /// Runs the body with a writer that is connected to the servers themselves.
    ///
    /// - Parameters:
    ///   - sessionTimeout: how soon it goes on from a server that hangs to the next.
    ///   - isProxied: whether it takes the workers' way to the servers after all.
    package static func with(
        _ ensemble: Ensemble, list: ZNodePath, sessionTimeout: Duration = .seconds(10), isProxied: Bool = false,
        _ body: (ListWriter) async throws -> Void
    ) async throws {
        let servers = isProxied ? ensemble.proxiedConnectString : ensemble.connectString
        try await withClient(servers, timeout: sessionTimeout) { client in
            try await body(ListWriter(list: list, client: client))
        }
    }
}

// Without a declaration, as a writer does that has never heard of Holdfast.
extension ListWriter {
    /// Makes the list with these Things on it, in one transaction.
    package func make(_ things: [String]) async throws {
        try await carryOut {
            try await client.multi([.create(list, data: nil, mode: .persistent)] + things.map { try creation(of: $0) })
        }
    }

    package func add(_ things: String..., payload: String = payload) async throws {
        for thing in things {
            try await carryOut { try await client.create(path(thing), data: Array(payload.utf8), mode: .persistent) }
        }
    }

    package func remove(_ things: String...) async throws {
        for thing in things {
            try await carryOut { try await client.delete(path(thing), version: nil) }
        }
    }

    /// Changes the children in one transaction.
    package func change(
        removing removed: [String] = [], adding added: [String] = [], mode: CreateMode = .persistent,
        payload: String = payload
    ) async throws {
        try await carryOut {
            try await client.multi(
                removed.map { .delete(try path($0), version: nil) }
                    + added.map { .create(try path($0), data: Array(payload.utf8), mode: mode) }
            )
        }
    }

    /// Sets the data of the list node; nil means none.
    package func overwriteData(with text: String?) async throws {
        try await insist { try await client.setData(text.map { Array($0.utf8) }, at: list, version: nil) }
    }

    /// What ZooKeeper says of the list node.
    package func stat() async throws -> NodeStat {
        try await insist { try await client.children(of: list).stat }
    }

    /// Deletes the children one by one and then the list node, as the recursive delete of client libraries does.
    package func deleteOneByOne() async throws {
        for name in try await insist({ try await client.children(of: list).names }) {
            try await carryOut { try await client.delete(list.appending(name), version: nil) }
        }
        try await carryOut { try await client.delete(list, version: nil) }
    }
}

// With declarations.
extension ListWriter {
    package static func payloads(_ things: some Sequence<String>) -> [ThingID: [UInt8]] {
        Dictionary(uniqueKeysWithValues: things.map { (ThingID($0), Array(payload.utf8)) })
    }

    @discardableResult
    package func publish<Value>(_ statement: (AssignmentPublisher) async throws -> Value) async throws -> Value {
        try await insist { try await statement(AssignmentPublisher(zooKeeper: client, list: list)) }
    }

    /// States that exactly these Things are on the list.
    @discardableResult
    package func declare(_ things: [String]) async throws -> PublishedStatement {
        try await publish { try await $0.replace(with: Self.payloads(things)) }
    }

    /// Makes a part of a declared list and says that more is to come, as a publisher does whose statement takes several
    /// transactions.
    package func declareBeginning(_ things: [String]) async throws {
        let word = ListWord(declaration: Self.declaration(things.count, hasMore: true))
        try await carryOut {
            try await client.multi(
                [.create(list, data: word.bytes, mode: .persistent)] + things.map { try creation(of: $0) })
        }
    }

    /// Adds the next part.
    package func declareNext(_ things: [String], count: Int, hasMore: Bool) async throws {
        let word = ListWord(declaration: Self.declaration(count, hasMore: hasMore))
        try await carryOut {
            try await client.multi(
                [.setData(list, data: word.bytes, version: nil)] + things.map { try creation(of: $0) })
        }
    }

    private static func declaration(_ count: Int, hasMore: Bool) -> Declaration {
        Declaration(
            generation: Int64(Date().timeIntervalSince1970 * 1000), count: count, isWhole: true, hasMore: hasMore)
    }
}

extension ListWriter {
    package func path(_ thing: String) throws -> ZNodePath { try list.appending(ZNodeName(thing)) }

    private func creation(of thing: String) throws -> TransactionOperation {
        .create(try path(thing), data: Array(Self.payload.utf8), mode: .persistent)
    }

    /// Writes until it is known to be done. Nobody else writes here: what finds its nodes made, or gone, after its answer was lost
    /// once, was carried out.
    private func carryOut(_ write: () async throws -> some Sendable) async throws {
        var isInDoubt = false
        try await insist {
            do {
                _ = try await write()
            } catch let error as ZooKeeperError {
                if isInDoubt, error.code == .nodeExists || error.code == .noNode { return }
                isInDoubt = isInDoubt || error.mayHaveBeenApplied
                throw error
            }
        }
    }

    @discardableResult
    private func insist<Value>(_ write: () async throws -> Value) async throws -> Value {
        while true {
            try await client.connected()
            do {
                return try await write()
            } catch let error as ZooKeeperError where Self.isOfConnection(error) {
                continue
            } catch let error as PublisherError where error.cause.map(Self.isOfConnection) == true {
                continue
            }
        }
    }

    private static func isOfConnection(_ error: ZooKeeperError) -> Bool {
        error.code == .connectionLoss || error.code == .sessionExpired
    }
}
