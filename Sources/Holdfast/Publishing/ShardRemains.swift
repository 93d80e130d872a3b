internal import HoldfastCore
internal import HoldfastZooKeeper

/// What is left of layouts that are not in force: it says nothing to any worker, and is taken away.
struct ShardRemains {
    private let publisher: AssignmentPublisher

    /// How many nodes are deleted in one transaction.
    private static let chunk = 1000

    init(_ publisher: AssignmentPublisher) {
        self.publisher = publisher
    }

    private var list: ZNodePath { publisher.list }
    private var zooKeeper: any ZooKeeper { publisher.zooKeeper }

    /// Takes away what does not belong to a layout of so many shards.
    ///
    /// Each transaction demands that this layout is in force still, and writes to the node that it takes away: one that is preparing
    /// another layout there finds out.
    func clear(keeping shards: Int) async throws(PublisherError) {
        do throws(ZooKeeperError) {
            let found = try await zooKeeper.data(at: list)
            guard let word = ListData(found.bytes).word, word.layout?.shards ?? 0 == shards, word.moving == nil else {
                return
            }
            var version = found.stat.version
            if shards > 0 {
                version = try await clearChildren(of: list, data: found.bytes, version: version, guards: [])
            }
            let folder = Place.folder(of: list)
            let kept = Set(Layout.places(of: shards).compactMap { $0.path(of: list).name })
            for name in try await names(below: folder) where !kept.contains(name) {
                try await clear(
                    try folder.appending(name), since: word.layout?.generation, guards: [.check(list, version: version)]
                )
            }
            if shards == 0 { _ = try await zooKeeper.multi([.delete(folder, version: nil)]) }
        } catch {
            switch error.code {
            // Gone, or needed by somebody else.
            case .noNode, .badVersion, .notEmpty: return
            default:
                throw PublisherError(
                    .zooKeeper,
                    "the list \(list) is spread over \(shards) shards, and what is left of its old layout could not be taken away: "
                        + "\(error); the same call again does it", cause: error)
            }
        }
    }

    private func names(below path: ZNodePath) async throws(ZooKeeperError) -> [ZNodeName] {
        do throws(ZooKeeperError) {
            return try await zooKeeper.children(of: path).names
        } catch {
            guard error.code == .noNode else { throw error }
            return []
        }
    }

    private func clear(
        _ shard: ZNodePath, since generation: Int64?, guards: [TransactionOperation]
    ) async throws(ZooKeeperError) {
        let found = try await zooKeeper.data(at: shard)
        var word = ListWord()
        word.retired = generation
        let version = try await clearChildren(
            of: shard, data: word.bytes, version: found.stat.version, guards: guards)
        _ = try await zooKeeper.multi(guards + [.delete(shard, version: version)])
    }

    /// - Returns: the version that the data of the node have when its children are gone.
    private func clearChildren(
        of node: ZNodePath, data: [UInt8]?, version: Int32, guards: [TransactionOperation]
    ) async throws(ZooKeeperError) -> Int32 {
        var version = version
        let names = try await zooKeeper.children(of: node).names
        for start in stride(from: 0, to: names.count, by: Self.chunk) {
            var operations = guards + [.setData(node, data: data, version: version)]
            for name in names[start..<min(start + Self.chunk, names.count)] {
                operations.append(.delete(try node.appending(name), version: nil))
            }
            _ = try await zooKeeper.multi(operations)
            version += 1
        }
        return version
    }
}
