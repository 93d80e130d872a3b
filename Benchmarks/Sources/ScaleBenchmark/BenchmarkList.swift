import Foundation
import HoldfastZooKeeper

/// One program's list, as its publisher writes it: for Holdfast and the bare programs each change and its declaration in one
/// transaction, for the others the change alone.
///
/// They know nothing of declarations, and CuratorCache reads all children again whenever the data of their parent are set: that would
/// be held against it for nothing.
struct BenchmarkList {
    /// How many names one transaction makes or takes off.
    private static let chunk = 1000

    let path: ZNodePath
    private let client: ZooKeeperClient
    private let isDeclared: Bool
    private let payload: [UInt8]
    private var generation = Int64(Date().timeIntervalSince1970 * 1000)
    private var lineage: [Int64] = []
    /// The generation of the first statement: none after it changes a payload.
    private let payloads: Int64
    private(set) var count = 0

    init(_ path: ZNodePath, payload: [UInt8], isDeclared: Bool, client: ZooKeeperClient) {
        self.path = path
        self.payload = payload
        self.client = client
        self.isDeclared = isDeclared
        payloads = generation
    }

    /// Makes the list with that many Things.
    mutating func fill(with things: Int) async throws {
        _ = try await client.create(path, data: nil, mode: .persistent)
        for start in stride(from: 0, to: things, by: Self.chunk) {
            let end = min(start + Self.chunk, things)
            let made = try (start..<end).map { number in
                TransactionOperation.create(try child("thing-\(number)"), data: payload, mode: .persistent)
            }
            count += made.count
            _ = try await client.multi(made + declare(hasMore: end < things))
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
        count += 1
        _ = try await client.multi([.create(try child(name), data: payload, mode: .persistent)] + declare())
    }

    mutating func takeOff(_ name: String) async throws {
        count -= 1
        _ = try await client.multi([.delete(try child(name), version: nil)] + declare())
    }

    private func child(_ name: String) throws -> ZNodePath { try path.appending(ZNodeName(name)) }

    private mutating func declare(hasMore: Bool = false) -> [TransactionOperation] {
        guard isDeclared else { return [] }
        lineage = Array(([generation] + lineage).prefix(64))
        generation += 1
        let word = """
            {"holdfast":1,"generation":\(generation),"count":\(count),"more":\(hasMore),\
            "lineage":[\(lineage.map(String.init).joined(separator: ","))],"payloads":\(payloads)}
            """
        return [.setData(path, data: Array(word.utf8), version: nil)]
    }
}
