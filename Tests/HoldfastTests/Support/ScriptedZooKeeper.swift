import HoldfastZooKeeper
import Synchronization

/// One tree and one session in memory, which do what a test says: enough to lead a worker through its paces without servers.
///
/// What a real ensemble does is proved on real servers; this one only has one-shot watches, zxids and counts that move as
/// theirs do, and a session that a test connects and cuts.
final class ScriptedZooKeeper: ZooKeeper {
    private struct Node {
        var data: [UInt8]?
        var stat: NodeStat
    }

    private enum WatchKind: Hashable {
        case data
        case children
    }

    private struct WatchedPath: Hashable {
        var kind: WatchKind
        var path: ZNodePath
    }

    private struct Tree {
        var zxid: Int64 = 10
        var nodes: [ZNodePath: Node] = [:]
        var watches: [WatchedPath: [Watch]] = [:]
        var isConnected = false
        var ordinal = 0
        var refusals: [ZNodePath: ZooKeeperError.Code] = [:]
        var readsOfData: [ZNodePath: Int] = [:]
        var listings = 0
        var roomForWatches = Int.max
    }

    private let syncs = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    private let tree = Mutex(Tree())
    private let states = Latest<SessionState>(.connecting)

    var sessionStates: SessionStates { SessionStates(states) }

    /// How often the data of a node were read.
    func reads(of path: ZNodePath) -> Int { tree.withLock { $0.readsOfData[path] ?? 0 } }

    /// How often the names below a node were listed.
    var listings: Int { tree.withLock(\.listings) }

    /// Waits until the worker asks for a `sync`, as it does at each audit.
    func nextSync() async {
        for await _ in syncs.stream { return }
    }

    /// Forgets all watches and tells nobody: what a server that died at the wrong moment may do.
    func loseWatches() {
        tree.withLock { $0.watches = [:] }
    }

    /// How many watches stand.
    var watchCount: Int { tree.withLock { Self.watchCount($0) } }

    private static func watchCount(_ tree: Tree) -> Int { tree.watches.values.reduce(0) { $0 + $1.count } }

    /// A read that would arm one more is refused, as the client does.
    func allowWatches(_ count: Int) { tree.withLock { $0.roomForWatches = count } }

    func connect(session: Int64 = 1, timeout: Duration = .seconds(2)) {
        let ordinal = tree.withLock { tree in
            tree.isConnected = true
            tree.ordinal += 1
            return tree.ordinal
        }
        states.set(.connected(SessionConnection(sessionID: session, negotiatedTimeout: timeout, ordinal: ordinal)))
    }

    func disconnect() {
        let watches = tree.withLock { tree in
            tree.isConnected = false
            defer { tree.watches = [:] }
            return tree.watches.values.flatMap(\.self)
        }
        for watch in watches { watch.end(.disconnected) }
        states.set(.disconnected(leasesHold: true))
    }

    /// Every read of that node fails so, until it is allowed again with nil.
    func refuse(_ path: ZNodePath, with code: ZooKeeperError.Code?) {
        tree.withLock { $0.refusals[path] = code }
    }

    func put(_ path: ZNodePath, _ text: String = "") { transact([(path, text)]) }

    func remove(_ path: ZNodePath) { transact([(path, nil)]) }

    /// Sets the data of nodes, and deletes those with nil, under one zxid.
    func transact(_ changes: [(path: ZNodePath, text: String?)]) {
        let fired = tree.withLock { tree -> [(Watch, NodeEvent)] in
            tree.zxid += 1
            return changes.flatMap { path, text in
                text.map { Self.put(path, $0, in: &tree) } ?? Self.remove(path, in: &tree)
            }
        }
        for (watch, event) in fired { watch.end(.event(event)) }
    }

    private static func put(_ path: ZNodePath, _ text: String, in tree: inout Tree) -> [(Watch, NodeEvent)] {
        let zxid = tree.zxid
        if tree.nodes[path] != nil {
            tree.nodes[path]?.data = Array(text.utf8)
            tree.nodes[path]?.stat.mzxid = zxid
            tree.nodes[path]?.stat.version += 1
            return fire(.data, path, .dataChanged, in: &tree)
        }
        tree.nodes[path] = Node(
            data: Array(text.utf8), stat: NodeStat(czxid: zxid, mzxid: zxid, pzxid: zxid, ctime: 1000 + zxid)
        )
        return fire(.data, path, .created, in: &tree) + touchParent(of: path, by: 1, in: &tree)
    }

    private static func remove(_ path: ZNodePath, in tree: inout Tree) -> [(Watch, NodeEvent)] {
        guard tree.nodes.removeValue(forKey: path) != nil else { return [] }
        return fire(.data, path, .deleted, in: &tree) + fire(.children, path, .deleted, in: &tree)
            + touchParent(of: path, by: -1, in: &tree)
    }

    private static func touchParent(
        of path: ZNodePath, by count: Int32, in tree: inout Tree
    ) -> [(Watch, NodeEvent)] {
        guard let parent = path.parent, tree.nodes[parent] != nil else { return [] }
        tree.nodes[parent]?.stat.pzxid = tree.zxid
        tree.nodes[parent]?.stat.cversion &+= 1
        tree.nodes[parent]?.stat.numberOfChildren += count
        return fire(.children, parent, .childrenChanged, in: &tree)
    }

    private static func fire(
        _ kind: WatchKind, _ path: ZNodePath, _ event: NodeEvent, in tree: inout Tree
    ) -> [(Watch, NodeEvent)] {
        (tree.watches.removeValue(forKey: WatchedPath(kind: kind, path: path)) ?? []).map { ($0, event) }
    }

    private static func arm(
        _ watch: Watch?, _ kind: WatchKind, _ path: ZNodePath, in tree: inout Tree
    ) throws(ZooKeeperError) {
        guard let watch else { return }
        guard watchCount(tree) < tree.roomForWatches else { throw ZooKeeperError(.tooManyWatches, "no room") }
        tree.watches[WatchedPath(kind: kind, path: path), default: []].append(watch)
    }

    private func check(_ path: ZNodePath, _ tree: Tree) throws(ZooKeeperError) {
        guard tree.isConnected else { throw ZooKeeperError(.connectionLoss, "not connected") }
        if let code = tree.refusals[path] { throw ZooKeeperError(code, "refused by the script") }
    }
}

extension ScriptedZooKeeper {
    func children(of path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> Children {
        try tree.withLock { tree throws(ZooKeeperError) in
            try check(path, tree)
            guard let node = tree.nodes[path] else { throw ZooKeeperError(.noNode, "\(path)") }
            try Self.arm(watch, .children, path, in: &tree)
            tree.listings += 1
            let names = tree.nodes.keys.filter { $0.parent == path }.compactMap(\.name)
            return Children(names: names, stat: node.stat)
        }
    }

    func data(at path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> NodeData {
        try tree.withLock { tree throws(ZooKeeperError) in
            try check(path, tree)
            guard let node = tree.nodes[path] else { throw ZooKeeperError(.noNode, "\(path)") }
            try Self.arm(watch, .data, path, in: &tree)
            tree.readsOfData[path, default: 0] += 1
            return NodeData(bytes: node.data, stat: node.stat)
        }
    }

    func exists(_ path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> NodeStat? {
        try tree.withLock { tree throws(ZooKeeperError) in
            try check(path, tree)
            try Self.arm(watch, .data, path, in: &tree)
            return tree.nodes[path]?.stat
        }
    }

    func sync(_ path: ZNodePath) async throws(ZooKeeperError) {
        try tree.withLock { tree throws(ZooKeeperError) in
            try check(path, tree)
        }
        syncs.continuation.yield()
    }

    func create(_ path: ZNodePath, data: [UInt8]?, mode: CreateMode) async throws(ZooKeeperError) -> CreatedNode {
        throw Self.readOnly
    }

    func setData(_ data: [UInt8]?, at path: ZNodePath, version: Int32?) async throws(ZooKeeperError) -> NodeStat {
        throw Self.readOnly
    }

    func delete(_ path: ZNodePath, version: Int32?) async throws(ZooKeeperError) { throw Self.readOnly }

    func multi(_ operations: [TransactionOperation]) async throws(ZooKeeperError) -> [TransactionResult] {
        throw Self.readOnly
    }

    /// A worker writes nothing: whatever tries it is found out.
    private static let readOnly = ZooKeeperError(.readOnly, "a worker must not write")
}
