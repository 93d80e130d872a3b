internal import HoldfastZooKeeper

/// The replicated state of an ensemble at one zxid: the nodes and the sessions.
///
/// A value: a snapshot is a copy. It counts and numbers as ZooKeeper 3.8 does, the first nodes included.
struct DataTree: Sendable {
    /// What was changed for the watches of one path.
    struct Trigger: Equatable, Sendable {
        var event: NodeEvent
        var path: ZNodePath
    }

    /// What applying an entry gave.
    struct Applied: Sendable {
        var answer: Answer
        var triggers: [Trigger] = []
    }

    /// The zxid of the last entry that was applied.
    private(set) var zxid: Int64 = 0
    private(set) var nodes: [ZNodePath: TreeNode]
    /// The timeouts of the open sessions.
    private(set) var sessions: [Int64: Duration] = [:]
    /// The nodes that end with a session.
    private(set) var ephemerals: [Int64: Set<ZNodePath>] = [:]
    /// The containers and the nodes with a time to live.
    private(set) var mortals: Set<ZNodePath> = []

    /// The tree of servers that never served.
    init() {
        nodes = [
            .root: TreeNode(data: [], children: ["zookeeper"]),
            "/zookeeper": TreeNode(data: [], children: ["config", "quota"]),
            "/zookeeper/config": TreeNode(data: []),
            "/zookeeper/quota": TreeNode(data: []),
        ]
    }

    mutating func apply(_ entry: LogEntry) -> Applied {
        zxid = entry.zxid
        switch entry.body {
        case .openSession(let id, let timeout):
            sessions[id] = timeout
            return Applied(answer: .done)
        case .closeSession(let id):
            sessions[id] = nil
            var triggers: [Trigger] = []
            let paths = ephemerals.removeValue(forKey: id) ?? []
            for path in paths.sorted(by: ZNodePath.inOrder) { delete(path, zxid: entry.zxid, &triggers) }
            return Applied(answer: .done, triggers: triggers)
        case .refused(let failure):
            return Applied(answer: .failed(failure))
        case .write(let changes, let isTransaction):
            return apply(changes, isTransaction: isTransaction, entry)
        }
    }

    /// What the leader is about to decide on will have that zxid.
    mutating func began(_ zxid: Int64) { self.zxid = zxid }

    private mutating func apply(_ changes: [TreeChange], isTransaction: Bool, _ entry: LogEntry) -> Applied {
        var triggers: [Trigger] = []
        if !isTransaction, let change = changes.first {
            return Applied(answer: apply(change, entry, &triggers), triggers: triggers)
        }
        let results = changes.map { change -> TransactionResult in
            switch apply(change, entry, &triggers) {
            case .created(let node): .created(node.path)
            case .stat(let stat): .dataSet(stat)
            case .done, .children, .data, .results, .failed: .done
            }
        }
        return Applied(answer: .results(results), triggers: triggers)
    }

    /// Applies one change of an entry.
    mutating func apply(_ change: TreeChange, _ entry: LogEntry, _ triggers: inout [Trigger]) -> Answer {
        switch change {
        case .create(let path, let data, let owner):
            return .created(CreatedNode(path: path, stat: create(path, data, owner: owner, entry, &triggers)))
        case .setData(let path, let data):
            return .stat(setData(path, data, entry, &triggers))
        case .delete(let path):
            delete(path, zxid: entry.zxid, &triggers)
            return .done
        case .check:
            return .done
        }
    }

    private mutating func create(
        _ path: ZNodePath, _ data: [UInt8]?, owner: Int64, _ entry: LogEntry, _ triggers: inout [Trigger]
    ) -> NodeStat {
        let node = TreeNode(
            data: data, czxid: entry.zxid, mzxid: entry.zxid, pzxid: entry.zxid, ctime: entry.time, mtime: entry.time,
            owner: owner
        )
        nodes[path] = node
        switch NodeKind(ephemeralOwner: owner) {
        case .ephemeral: ephemerals[owner, default: []].insert(path)
        case .container, .timeToLive: mortals.insert(path)
        case .persistent: break
        }
        triggers.append(Trigger(event: .created, path: path))
        if let parent = path.parent, let name = path.name {
            nodes[parent]?.creations &+= 1
            nodes[parent]?.pzxid = entry.zxid
            nodes[parent]?.addChild(name)
            triggers.append(Trigger(event: .childrenChanged, path: parent))
        }
        return node.stat
    }

    private mutating func setData(
        _ path: ZNodePath, _ data: [UInt8]?, _ entry: LogEntry, _ triggers: inout [Trigger]
    ) -> NodeStat {
        guard var node = nodes[path] else { preconditionFailure("\(path) was checked and does not stand") }
        node.data = data
        node.mzxid = entry.zxid
        node.mtime = entry.time
        node.version &+= 1
        nodes[path] = node
        triggers.append(Trigger(event: .dataChanged, path: path))
        return node.stat
    }

    private mutating func delete(_ path: ZNodePath, zxid: Int64, _ triggers: inout [Trigger]) {
        // The end of a session names what stood when the leader decided on it.
        guard let node = nodes.removeValue(forKey: path) else { return }
        if node.isEphemeral { ephemerals[node.owner]?.remove(path) }
        mortals.remove(path)
        triggers.append(Trigger(event: .deleted, path: path))
        if let parent = path.parent, let name = path.name {
            nodes[parent]?.pzxid = zxid
            nodes[parent]?.removeChild(name)
            triggers.append(Trigger(event: .childrenChanged, path: parent))
        }
    }

    /// Takes back what a refused transaction changed.
    mutating func restore(
        _ former: [(ZNodePath, TreeNode?)], ephemerals: [Int64: Set<ZNodePath>], mortals: Set<ZNodePath>
    ) {
        for (path, node) in former.reversed() { nodes[path] = node }
        self.ephemerals = ephemerals
        self.mortals = mortals
    }
}

extension ZNodePath {
    /// An order that is the same in every run.
    static func inOrder(_ left: ZNodePath, _ right: ZNodePath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
