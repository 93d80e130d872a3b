package import HoldfastZooKeeper

/// What became of one node and its children, seen from above: what was committed, in the order in which it was.
package struct ListObservation: Sendable {
    /// What led to it.
    package enum Cause: Hashable, Sendable {
        /// Somebody wrote.
        case write
        /// A session ended, and its ephemeral nodes with it.
        case sessionEnd
        /// All servers lost their disks.
        case wipe
        /// A snapshot was restored.
        case restore(snapshot: Int)
        /// A snapshot was taken: this is what it holds.
        case snapshot(Int)
    }

    /// What the node is.
    package struct List: Hashable, Sendable {
        package var stat: NodeStat
        package var data: [UInt8]?
        package var children: [ZNodeName: NodeStat]
        /// The data of those children that store any.
        package var payloads: [ZNodeName: [UInt8]] = [:]
    }

    package var cause: Cause
    /// The zxid up to which it holds.
    package var zxid: Int64
    /// Nil where the node does not stand.
    package var list: List?
}

extension SimulatedEnsemble {
    /// Tells of every change of a node and its children as soon as one server has applied it, and of every loss of the past.
    ///
    /// One observer at a time. It is called on the simulation's thread and must not change the ensemble.
    package func observe(_ path: ZNodePath, _ observer: @escaping @Sendable (ListObservation) -> Void) {
        change { machine in machine.observer = ListObserver(path: path, tell: observer) }
    }
}

/// Who is told of one node.
struct ListObserver: Sendable {
    let path: ZNodePath
    let tell: @Sendable (ListObservation) -> Void
    /// The zxid of the last entry that some server has applied.
    var lastZxid: Int64 = 0
}

extension EnsembleMachine {
    /// A server has applied an entry: the first that does so makes it seen.
    mutating func observe(_ entry: LogEntry, _ triggers: [DataTree.Trigger], at server: Int) {
        guard let observer, server != stranger, entry.zxid > observer.lastZxid else { return }
        self.observer?.lastZxid = entry.zxid
        guard triggers.contains(where: { $0.path == observer.path || $0.path.parent == observer.path }) else { return }
        let cause: ListObservation.Cause = if case .closeSession = entry.body { .sessionEnd } else { .write }
        observe(cause, servers[server].tree)
    }

    /// All servers have another past now.
    mutating func observeNewPast(_ cause: ListObservation.Cause, _ tree: DataTree) {
        observer?.lastZxid = tree.zxid
        observe(cause, tree)
    }

    mutating func observe(_ cause: ListObservation.Cause, _ tree: DataTree) {
        guard let observer else { return }
        let list = tree.nodes[observer.path].map { node in
            var list = ListObservation.List(stat: node.stat, data: node.data, children: [:])
            for name in node.children {
                guard let path = try? observer.path.appending(name), let child = tree.nodes[path] else { continue }
                list.children[name] = child.stat
                list.payloads[name] = child.data
            }
            return list
        }
        effects.append(.observe(observer, ListObservation(cause: cause, zxid: tree.zxid, list: list)))
    }
}
