internal import HoldfastZooKeeper

// What the leader decides on a request, against the tree with everything that it proposed so far.
extension DataTree {
    /// Decides on a write, and applies it where it is right.
    mutating func decide(_ write: WriteRequest, session: Int64, zxid: Int64, time: Int64) -> LogEntry.Body {
        began(zxid)
        let entry = LogEntry(zxid: zxid, time: time, body: .write([], isTransaction: true), origin: nil)
        var changes: [TreeChange] = []
        var former: [(ZNodePath, TreeNode?)] = []
        // One operation is refused before it changed anything, and need not pay for copies.
        let kept = write.operations.count > 1 ? (ephemerals, mortals) : nil
        var triggers: [Trigger] = []
        for (index, operation) in write.operations.enumerated() {
            do throws(RequestFailure) {
                let change = try check(operation, session: session)
                if kept != nil { former += presentNodes(of: change) }
                _ = apply(change, entry, &triggers)
                changes.append(change)
            } catch {
                if let (ephemerals, mortals) = kept { restore(former, ephemerals: ephemerals, mortals: mortals) }
                let operation = write.isTransaction ? index : nil
                return .refused(RequestFailure(code: error.code, operation: operation))
            }
        }
        return .write(changes, isTransaction: write.isTransaction)
    }

    /// What an operation would change, by the rules of `PrepRequestProcessor`, in the order of its checks.
    private func check(_ operation: TransactionOperation, session: Int64) throws(RequestFailure) -> TreeChange {
        switch operation {
        case .create(let path, let data, let mode):
            return try checkCreate(path, data, mode, session: session)
        case .setData(let path, let data, let version):
            try check(node(at: path), version)
            return .setData(path, data: data)
        case .delete(let path, let version):
            guard !Self.servers.contains(path) else { throw RequestFailure(code: .badArguments) }
            if let parent = path.parent { _ = try node(at: parent) }
            let node = try node(at: path)
            try check(node, version)
            guard node.children.isEmpty else { throw RequestFailure(code: .notEmpty) }
            return .delete(path)
        case .check(let path, let version):
            try check(node(at: path), version)
            return .check
        }
    }

    private func checkCreate(
        _ path: ZNodePath, _ data: [UInt8]?, _ mode: CreateMode, session: Int64
    ) throws(RequestFailure) -> TreeChange {
        // The root has no parent in our words; in the servers' words it is its own.
        let parent = try node(at: path.parent ?? .root)
        var path = path
        if mode.isSequential {
            let digits = String(parent.creations)
            let number = String(repeating: "0", count: max(0, 10 - digits.utf8.count)) + digits
            path = ZNodePath(unchecked: path.bytes + Array(number.utf8))
        }
        guard nodes[path] == nil else { throw RequestFailure(code: .nodeExists) }
        guard !parent.isEphemeral else { throw RequestFailure(code: .noChildrenForEphemerals) }
        let kind: NodeKind =
            switch mode.life {
            case .deletion: .persistent
            case .session: .ephemeral(owner: session)
            case .emptiness: .container
            case .idleness(let time): .timeToLive(time)
            }
        return .create(path, data: data, owner: kind.ephemeralOwner)
    }

    /// The nodes that ZooKeeper keeps for itself and lets nobody delete.
    private static let servers: Set<ZNodePath> = [.root, "/zookeeper", "/zookeeper/quota", "/zookeeper/config"]

    private func node(at path: ZNodePath) throws(RequestFailure) -> TreeNode {
        guard let node = nodes[path] else { throw RequestFailure(code: .noNode) }
        return node
    }

    private func check(_ node: TreeNode, _ version: Int32?) throws(RequestFailure) {
        // The servers, too, take -1 for any.
        guard let version, version != -1, version != node.version else { return }
        throw RequestFailure(code: .badVersion)
    }

    /// The nodes that a change will touch, as they stand.
    private func presentNodes(of change: TreeChange) -> [(ZNodePath, TreeNode?)] {
        switch change {
        case .create(let path, _, _), .delete(let path):
            return ([path.parent, path] as [ZNodePath?]).compactMap(\.self).map { ($0, nodes[$0]) }
        case .setData(let path, _):
            return [(path, nodes[path])]
        case .check:
            return []
        }
    }
}

// What is read of the tree.
extension DataTree {
    enum Read: Sendable {
        case children
        case data
        case exists
    }

    func read(_ read: Read, at path: ZNodePath) -> Answer {
        guard let node = nodes[path] else { return .failed(RequestFailure(code: .noNode)) }
        return switch read {
        case .children: .children(Children(names: node.children, stat: node.stat))
        case .data: .data(NodeData(bytes: node.data, stat: node.stat))
        case .exists: .stat(node.stat)
        }
    }
}
