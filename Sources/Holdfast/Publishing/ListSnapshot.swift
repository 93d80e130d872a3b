internal import HoldfastCore
internal import HoldfastZooKeeper

/// A list as its publisher found it, in one instant.
struct ListSnapshot: Sendable {
    var names: Set<ThingID>
    var stat: NodeStat
    var data: ListData

    /// How often the two halves are read before they must be of the same instant.
    private static let attempts = 20

    /// Reads a list; nil where no node stands.
    static func read(_ list: ZNodePath, from zooKeeper: any ZooKeeper) async throws(PublisherError) -> ListSnapshot? {
        do throws(ZooKeeperError) {
            // A server that lags would show a list that others have gone on from.
            try await zooKeeper.sync(list)
            for _ in 0..<attempts {
                let children = try await zooKeeper.children(of: list)
                let data = try await zooKeeper.data(at: list)
                guard children.stat == data.stat else { continue }
                return ListSnapshot(
                    names: Set(children.names.map { ThingID(bytes: $0.bytes) }), stat: data.stat,
                    data: ListData(data.bytes)
                )
            }
        } catch {
            if error.code == .noNode { return nil }
            throw PublisherError(.zooKeeper, "the list \(list) could not be read: \(error)", cause: error)
        }
        throw PublisherError(
            .conflict,
            "the list \(list) was changed by others during each of \(attempts) attempts to read it; let one writer write at a time"
        )
    }
}

// What a publisher asks of a list before it writes.
extension ListSnapshot {
    /// In what the list differs from its declaration; nil where it is as declared.
    func difference(from declaration: Declaration) -> String? {
        if names.count != declaration.count {
            return
                "generation \(declaration.generation) declares \(declaration.count) Things, and there are \(names.count)"
        }
        guard stat.pzxid > stat.mzxid else { return nil }
        return
            "a Thing was put on or taken off at zxid \(stat.pzxid), after generation \(declaration.generation) was declared "
            + "at zxid \(stat.mzxid)"
    }

    /// Refuses a node that could go without anybody's word, and with it the whole list.
    func requireLasting(_ list: ZNodePath) throws(PublisherError) {
        let kind: String
        switch stat.kind {
        case .persistent: return
        case .ephemeral: kind = "is ephemeral and goes with the session that created it"
        case .container: kind = "is a container and goes some time after its last Thing"
        case .timeToLive: kind = "has a time to live and goes when it was empty for that time"
        }
        throw PublisherError(.listWillNotStay, "the list node \(list) \(kind); right is a persistent node")
    }

    /// Refuses data that are not Holdfast's: to overwrite them would take them from who needs them.
    func requireOwnData(_ list: ZNodePath) throws(PublisherError) {
        guard data == .foreign else { return }
        throw PublisherError(
            .foreignData,
            "the data of \(list) are not Holdfast's (or of another version of its format) and are left alone; right is a list node "
                + "without data of its own: move them elsewhere and set them empty"
        )
    }

    /// Refuses a list that is spread over shards: what stands below its node is not the list.
    func requirePlain(_ list: ZNodePath) throws(PublisherError) {
        guard data.isSharded else { return }
        throw PublisherError(
            .sharded,
            "the list \(list) is spread over shards, which this version neither reads nor writes: make it plain by `collector-worker "
                + "list reshard 0` of the version that wrote it, or replace it with all that is right"
        )
    }

    /// Refuses a node that a statement may not be written to.
    func requireWritable(_ list: ZNodePath) throws(PublisherError) {
        try requireLasting(list)
        try requireOwnData(list)
    }

    /// The declaration that an incremental statement continues.
    func requireAsDeclared(_ list: ZNodePath) throws(PublisherError) -> Declaration {
        try requireWritable(list)
        try requirePlain(list)
        guard let declaration = data.declaration else {
            throw PublisherError(
                .undeclared, "the list \(list) carries no declaration; adopt it as it stands, or replace it, first")
        }
        if let difference = difference(from: declaration) {
            throw PublisherError(
                .notAsDeclared,
                "the list \(list) is not as declared: \(difference); adopt it as it stands, or replace it with what is right"
            )
        }
        guard !declaration.hasMore else {
            throw PublisherError(
                .unfinished,
                "the list \(list) was to be replaced, and generation \(declaration.generation) left that half-way; replace it again"
            )
        }
        return declaration
    }
}
