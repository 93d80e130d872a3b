import Foundation
import HoldfastZooKeeper

/// One program's list, as its publisher writes it: for Holdfast and the bare programs each change and its declaration in one
/// transaction, for the others the change alone.
///
/// They know nothing of declarations, and CuratorCache reads all children again whenever the data of their parent are set: that would
/// be held against it for nothing.
struct BenchmarkList {
    /// How a list is written.
    enum Form: Sendable {
        /// Names, and nothing else.
        case plain
        /// Names with a declaration.
        case declared
    }

    /// How many names one transaction makes or takes off.
    private static let chunk = 1000

    let path: ZNodePath
    private let client: ZooKeeperClient
    private let payload: [UInt8]
    /// Nil for a list that is not declared.
    private var declaration: BenchmarkDeclaration?

    init(_ path: ZNodePath, payload: [UInt8], form: Form, client: ZooKeeperClient) {
        self.path = path
        self.payload = payload
        self.client = client
        let generation = Int64(Date().timeIntervalSince1970 * 1000)
        declaration = form == .declared ? BenchmarkDeclaration(path: path, generation: generation) : nil
    }

    /// Makes the list with that many Things.
    mutating func fill(with things: Int) async throws {
        _ = try await client.create(path, data: nil, mode: .persistent)
        let names = (0..<things).map { "thing-\($0)" }
        for start in stride(from: 0, to: names.count, by: Self.chunk) {
            let end = min(start + Self.chunk, names.count)
            let made = try names[start..<end].map(creation)
            _ = try await client.multi(
                made + declare(added: Array(names[start..<end]), hasMore: end < names.count))
        }
    }

    /// Takes everything off again, and the list itself.
    func remove() async throws {
        let names = try await client.children(of: path).names
        for start in stride(from: 0, to: names.count, by: Self.chunk) {
            let gone = try names[start..<min(start + Self.chunk, names.count)].map {
                TransactionOperation.delete(try path.appending($0), version: nil)
            }
            _ = try await client.multi(gone)
        }
        try await client.delete(path, version: nil)
    }

    mutating func add(_ name: String) async throws {
        _ = try await client.multi([creation(of: name)] + declare(added: [name]))
    }

    mutating func takeOff(_ name: String) async throws {
        let gone = TransactionOperation.delete(try path.appending(ZNodeName(name)), version: nil)
        _ = try await client.multi([gone] + declare(removed: [name]))
    }

    private func creation(of name: String) throws -> TransactionOperation {
        .create(try path.appending(ZNodeName(name)), data: payload, mode: .persistent)
    }

    private mutating func declare(
        added: [String] = [], removed: [String] = [], hasMore: Bool = false
    ) -> [TransactionOperation] {
        [declaration?.declare(added: added, removed: removed, hasMore: hasMore)].compactMap(\.self)
    }
}
