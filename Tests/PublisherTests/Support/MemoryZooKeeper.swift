import HoldfastCore
import HoldfastZooKeeper
import Synchronization

/// A tree in memory that takes transactions as servers do, loses answers, and dies when a test says so.
///
/// It keeps what the list looked like after each change, so that a test can ask what a reader would have believed at each of them.
/// That the counts and zxids move as the servers move them is proved on real servers.
final class MemoryZooKeeper: ZooKeeper {
    /// What becomes of one transaction.
    enum Fault: Hashable, CaseIterable {
        /// The connection is lost before the servers have it.
        case lostBefore
        /// The servers carry it out, and the connection is lost before the answer comes.
        case lostAfter
        /// The client ends before the servers have it.
        case diesBefore
        /// The servers carry it out, and the client ends.
        case diesAfter
    }

    private struct Node {
        var data: [UInt8]?
        var stat: NodeStat
    }

    private struct Tree {
        var zxid: Int64 = 100
        var nodes: [ZNodePath: Node] = [:]
        var isDead = false
        var operationsToLive = Int.max
        var staysDisconnected = false
        var transactions = 0
        var largest = 0
        var faults: [Int: Fault] = [:]
        var interventions: [Int: @Sendable (MemoryZooKeeper) -> Void] = [:]
        var views: [ListView] = []
    }

    let list: ZNodePath
    private let limit: Int
    private let tree = Mutex(Tree())
    private let states = Latest<SessionState>(
        .connected(SessionConnection(sessionID: 1, negotiatedTimeout: .seconds(4), ordinal: 1)))

    init(list: ZNodePath = "/list", limit: Int = 1_048_575) {
        self.list = list
        self.limit = limit
    }

    var sessionStates: SessionStates { SessionStates(states) }

    /// What the list looked like after each change that was made since it stood.
    var views: [ListView] { tree.withLock { $0.views } }

    /// How many transactions were asked for, and how many bytes the largest took.
    var transactions: Int { tree.withLock { $0.transactions } }
    var largest: Int { tree.withLock { $0.largest } }

    /// Gives the transaction of that number, counted from the first one ever, a fault.
    func fault(_ fault: Fault, at transaction: Int) {
        tree.withLock { $0.faults[transaction] = fault }
    }

    /// Lets another client do something just before that transaction.
    func intervene(before transaction: Int, _ body: @escaping @Sendable (MemoryZooKeeper) -> Void) {
        tree.withLock { $0.interventions[transaction] = body }
    }

    /// Lets the client end after so many more operations of any kind.
    func die(after operations: Int) {
        tree.withLock { $0.operationsToLive = operations }
    }

    /// The client stays disconnected when an answer is lost.
    func disconnectAfterLoss() {
        tree.withLock { $0.staysDisconnected = true }
    }

    /// A new client for the same tree.
    func revive() {
        tree.withLock { tree in
            tree.isDead = false
            tree.operationsToLive = .max
            tree.staysDisconnected = false
            tree.faults = [:]
            tree.interventions = [:]
        }
        states.set(.connected(SessionConnection(sessionID: 2, negotiatedTimeout: .seconds(4), ordinal: 2)))
    }

    /// A change by somebody who knows nothing of declarations, which cannot fail.
    func change(_ operations: TransactionOperation...) { change(operations) }

    func change(_ operations: [TransactionOperation]) {
        tree.withLock { tree in
            do throws(ZooKeeperError) {
                _ = try Self.apply(operations, to: &tree)
                record(&tree, isForeign: true)
            } catch {
                preconditionFailure("the change of the test cannot be made: \(error)")
            }
        }
    }

    /// Gives the list node another owner, as a stat may show one.
    func own(_ path: ZNodePath, by ephemeralOwner: Int64) {
        tree.withLock { $0.nodes[path]?.stat.ephemeralOwner = ephemeralOwner }
    }

    /// What the tree holds, to come back to it later: a backup.
    func backup() -> @Sendable () -> Void {
        let nodes = tree.withLock { $0.nodes }
        return { [self] in
            tree.withLock { tree in
                tree.nodes = nodes
                record(&tree, isForeign: true)
            }
        }
    }

    private func record(_ tree: inout Tree, isForeign: Bool) {
        guard let node = tree.nodes[list] else { return }
        let names = tree.nodes.keys.filter { $0.parent == list }.compactMap(\.name)
        tree.views.append(
            ListView(
                names: Set(names.map { ThingID(bytes: $0.bytes) }), stat: node.stat, data: node.data,
                isForeign: isForeign))
    }

    private func live(_ tree: inout Tree) throws(ZooKeeperError) {
        if tree.operationsToLive <= 0 { tree.isDead = true }
        tree.operationsToLive -= tree.operationsToLive == .max ? 0 : 1
        guard !tree.isDead else { throw ZooKeeperError(.closed, "the client has ended") }
    }
}

// What is done to the tree.
extension MemoryZooKeeper {
    private static func apply(
        _ operations: [TransactionOperation], to tree: inout Tree
    ) throws(ZooKeeperError) -> [TransactionResult] {
        var next = tree
        next.zxid += 1
        var results: [TransactionResult] = []
        for (index, operation) in operations.enumerated() {
            do throws(ZooKeeperError) {
                results.append(try apply(operation, to: &next))
            } catch {
                throw ZooKeeperError(error.code, error.message, failedOperation: index)
            }
        }
        tree = next
        return results
    }

    private static func apply(
        _ operation: TransactionOperation, to tree: inout Tree
    ) throws(ZooKeeperError) -> TransactionResult {
        let path = operation.path
        switch operation {
        case .create(_, let data, _):
            guard tree.nodes[path] == nil else { throw ZooKeeperError(.nodeExists, "\(path)") }
            guard path.parent == .root || path.parent.flatMap({ tree.nodes[$0] }) != nil else {
                throw ZooKeeperError(.noNode, "\(path)")
            }
            tree.nodes[path] = Node(
                data: data,
                stat: NodeStat(czxid: tree.zxid, mzxid: tree.zxid, pzxid: tree.zxid, ctime: 1000 + tree.zxid))
            touchParent(of: path, by: 1, in: &tree)
            return .created(path)
        case .delete(_, let version):
            try check(path, version, tree)
            guard tree.nodes[path]?.stat.numberOfChildren == 0 else { throw ZooKeeperError(.notEmpty, "\(path)") }
            tree.nodes[path] = nil
            touchParent(of: path, by: -1, in: &tree)
            return .done
        case .setData(_, let data, let version):
            try check(path, version, tree)
            tree.nodes[path]?.data = data
            tree.nodes[path]?.stat.mzxid = tree.zxid
            tree.nodes[path]?.stat.version += 1
            return .dataSet(tree.nodes[path]?.stat ?? NodeStat())
        case .check(_, let version):
            try check(path, version, tree)
            return .done
        }
    }

    private static func check(_ path: ZNodePath, _ version: Int32?, _ tree: Tree) throws(ZooKeeperError) {
        guard let node = tree.nodes[path] else { throw ZooKeeperError(.noNode, "\(path)") }
        guard version == nil || version == node.stat.version else { throw ZooKeeperError(.badVersion, "\(path)") }
    }

    private static func touchParent(of path: ZNodePath, by children: Int32, in tree: inout Tree) {
        guard let parent = path.parent else { return }
        tree.nodes[parent]?.stat.pzxid = tree.zxid
        tree.nodes[parent]?.stat.cversion &+= 1
        tree.nodes[parent]?.stat.numberOfChildren += children
    }
}

// What a client is offered.
extension MemoryZooKeeper {
    func multi(_ operations: [TransactionOperation]) async throws(ZooKeeperError) -> [TransactionResult] {
        let intervention = tree.withLock { tree in
            tree.transactions += 1
            return tree.interventions[tree.transactions]
        }
        intervention?(self)
        return try tree.withLock { tree throws(ZooKeeperError) in
            try live(&tree)
            let size = RequestSize.multi(operations)
            tree.largest = max(tree.largest, size)
            guard size <= limit else { throw ZooKeeperError(.badArguments, "\(size) bytes are more than \(limit)") }
            let fault = tree.faults[tree.transactions]
            if fault == .diesBefore || fault == .diesAfter { tree.isDead = true }
            if fault != nil, tree.staysDisconnected { states.set(.disconnected(leasesHold: true)) }
            let lost = ZooKeeperError(.connectionLoss, "the answer was lost", mayHaveBeenApplied: true)
            if fault == .lostBefore || fault == .diesBefore { throw lost }
            let results = try Self.apply(operations, to: &tree)
            record(&tree, isForeign: false)
            if fault != nil { throw lost }
            return results
        }
    }

    func children(of path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> Children {
        try tree.withLock { tree throws(ZooKeeperError) in
            try live(&tree)
            guard let node = tree.nodes[path] else { throw ZooKeeperError(.noNode, "\(path)") }
            return Children(
                names: tree.nodes.keys.filter { $0.parent == path }.compactMap(\.name), stat: node.stat)
        }
    }

    func data(at path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> NodeData {
        try tree.withLock { tree throws(ZooKeeperError) in
            try live(&tree)
            guard let node = tree.nodes[path] else { throw ZooKeeperError(.noNode, "\(path)") }
            return NodeData(bytes: node.data, stat: node.stat)
        }
    }

    func exists(_ path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> NodeStat? {
        try tree.withLock { tree throws(ZooKeeperError) in
            try live(&tree)
            return tree.nodes[path]?.stat
        }
    }

    func sync(_ path: ZNodePath) async throws(ZooKeeperError) {
        try tree.withLock { tree throws(ZooKeeperError) in try live(&tree) }
    }

    func create(_ path: ZNodePath, data: [UInt8]?, mode: CreateMode) async throws(ZooKeeperError) -> CreatedNode {
        throw ZooKeeperError(.unimplemented, "a publisher writes in transactions")
    }

    func setData(_ data: [UInt8]?, at path: ZNodePath, version: Int32?) async throws(ZooKeeperError) -> NodeStat {
        let results = try await multi([.setData(path, data: data, version: version)])
        guard case .dataSet(let stat) = results.first else { throw ZooKeeperError(.noNode, "\(path)") }
        return stat
    }

    func delete(_ path: ZNodePath, version: Int32?) async throws(ZooKeeperError) {
        throw ZooKeeperError(.unimplemented, "a publisher writes in transactions")
    }
}
