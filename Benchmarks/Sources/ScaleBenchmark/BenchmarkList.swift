import Foundation
import HoldfastCore
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
        /// Names in shards of some hundred, each with its declaration.
        case sharded
    }

    /// How many names one transaction makes or takes off.
    private static let chunk = 1000
    /// How many names a shard has, as far as there may be so many shards.
    private static let shardLength = 100

    let path: ZNodePath
    private let client: ZooKeeperClient
    private let form: Form
    private let payload: [UInt8]
    private let layout: Layout
    private var places: [BenchmarkPlace]

    init(_ path: ZNodePath, of things: Int, payload: [UInt8], form: Form, client: ZooKeeperClient) throws {
        self.path = path
        self.payload = payload
        self.client = client
        self.form = form
        let generation = Int64(Date().timeIntervalSince1970 * 1000)
        let shards = form == .sharded ? min(max(things / Self.shardLength, 1), Layout.shardLimit) : 0
        layout = Layout(generation: generation + 1, shards: shards, birth: generation)
        places = try layout.places.map { place in
            let node =
                if case .shard = place { try Self.folder(of: path).appending(ZNodeName("\(place)")) } else { path }
            return BenchmarkPlace(path: node, generation: generation)
        }
    }

    private static func folder(of path: ZNodePath) throws -> ZNodePath { try ZNodePath("\(path).shards") }

    /// Makes the list with that many Things.
    mutating func fill(with things: Int) async throws {
        if form == .sharded { try await makeShards() } else { try await make(path, data: nil) }
        let names = (0..<things).map { "thing-\($0)" }
        let parts = Dictionary(grouping: names) { place(of: $0) }
        for (place, names) in parts {
            for start in stride(from: 0, to: names.count, by: Self.chunk) {
                let end = min(start + Self.chunk, names.count)
                let made = try names[start..<end].map { name in
                    TransactionOperation.create(try places[place].child(name), data: payload, mode: .persistent)
                }
                _ = try await client.multi(
                    made + declare(added: Array(names[start..<end]), at: place, hasMore: end < names.count))
            }
        }
    }

    private mutating func makeShards() async throws {
        let word = """
            {"holdfast":1,"layout":{"generation":\(layout.generation),"shards":\(layout.shards),\
            "birth":\(layout.birth),"was":[]}}
            """
        try await make(path, data: Array(word.utf8))
        try await make(Self.folder(of: path), data: nil)
        for index in places.indices {
            try await make(places[index].path, data: nil)
            _ = try await client.multi(declare(at: index))
        }
    }

    private func make(_ path: ZNodePath, data: [UInt8]?) async throws {
        _ = try await client.create(path, data: data, mode: .persistent)
    }

    /// Takes everything off again, and the list itself.
    func remove() async throws {
        for place in places {
            let names = try await client.children(of: place.path).names
            for start in stride(from: 0, to: names.count, by: Self.chunk) {
                let gone = try names[start..<min(start + Self.chunk, names.count)].map {
                    TransactionOperation.delete(try place.path.appending($0), version: nil)
                }
                _ = try await client.multi(gone)
            }
            try await client.delete(place.path, version: nil)
        }
        guard form == .sharded else { return }
        try await client.delete(Self.folder(of: path), version: nil)
        try await client.delete(path, version: nil)
    }

    mutating func add(_ name: String) async throws {
        let place = place(of: name)
        let made = TransactionOperation.create(try places[place].child(name), data: payload, mode: .persistent)
        _ = try await client.multi([made] + declare(added: [name], at: place))
    }

    mutating func takeOff(_ name: String) async throws {
        let place = place(of: name)
        let gone = TransactionOperation.delete(try places[place].child(name), version: nil)
        _ = try await client.multi([gone] + declare(removed: [name], at: place))
    }

    private func place(of name: String) -> Int {
        if case .shard(let shard) = layout.place(of: ThingID(name)) { shard.index } else { 0 }
    }

    private mutating func declare(
        added: [String] = [], removed: [String] = [], at place: Int, hasMore: Bool = false
    ) -> [TransactionOperation] {
        guard form != .plain else { return [] }
        return [places[place].declare(added: added, removed: removed, hasMore: hasMore, payloads: layout.birth)]
    }
}
