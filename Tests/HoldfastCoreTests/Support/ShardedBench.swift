import HoldfastCore

/// A core of a whole list on a bench, and the nodes that it is told of.
struct ShardedBench {
    /// A node as it stands: a list, or a shard.
    struct Node {
        var names: Set<ThingID> = []
        var stat = ListStat(identity: ListIdentity(czxid: 1, ctime: 1), pzxid: 1, cversion: 0, mzxid: 1, version: 0)
        var declaration: Declaration?
        var layout = LayoutFinding.none
        var payload: [UInt8] = []
    }

    var core = ShardedCore()
    var now = Moment.zero
    var connection = 0
    var zxid: Int64 = 100
    var nodes: [Place: Node] = [:]
    var running: Set<ThingID> = []

    mutating func connect(session: Int64 = 1) -> [Directive] {
        connection += 1
        return note(core.connected(Connection(ordinal: connection, session: session, timeout: .seconds(2)), at: now))
    }

    mutating func disconnect() -> [Directive] { note(core.disconnected(.disconnected, at: now)) }

    /// Reads a place as it stands.
    mutating func read(_ place: Place, afterSync: Bool = false) -> [Directive] {
        read(outcome(of: place), of: place, afterSync: afterSync)
    }

    mutating func read(_ outcome: Reading.Outcome, of place: Place, afterSync: Bool = false) -> [Directive] {
        now = now + .milliseconds(1)
        let reading = Reading(connection: connection, begun: now, afterSync: afterSync, outcome: outcome)
        return note(core.read(reading, of: place, at: now))
    }

    func outcome(of place: Place) -> Reading.Outcome {
        guard let node = nodes[place] else { return .missing }
        var entries = ListEntries()
        for id in node.names {
            entries[id] = .read(
                EntryNode(
                    payload: node.payload, czxid: node.stat.identity.czxid, mzxid: node.stat.identity.czxid,
                    isEphemeral: false))
        }
        if case .layout(let layout) = node.layout, layout.shards > 0 { entries = [:] }
        return .list(
            ListReading(
                namesStat: node.stat, dataStat: node.stat, declaration: node.declaration, layout: node.layout,
                entries: entries))
    }

    /// Carries out what is asked for until nothing is: every place that is to be read is.
    mutating func settle(_ directives: [Directive]) -> [Directive] {
        var all = directives
        var next = directives
        for _ in 0..<20 where !next.isEmpty {
            var answers: [Directive] = []
            for directive in next {
                switch directive {
                case .read(let afterSync): answers += read(.list, afterSync: afterSync)
                case .readShard(let shard, let afterSync): answers += read(.shard(shard), afterSync: afterSync)
                default: break
                }
            }
            all += answers
            next = answers
        }
        return all
    }

    mutating func note(_ directives: [Directive]) -> [Directive] {
        for directive in directives {
            switch directive {
            case .start(let assignment): running.insert(assignment.id)
            case .stop(let proof): running.remove(proof.thing)
            case .suspend(let id, _): running.remove(id)
            default: break
            }
        }
        return directives
    }
}

// What writers do.
extension ShardedBench {
    /// States what is on a place, going on from what was declared.
    mutating func state(_ names: Set<ThingID>, at place: Place, whole: Bool = false) {
        zxid += 1
        var node = nodes[place] ?? Node()
        let before = node.declaration
        node.stat.cversion += Int32(node.names.symmetricDifference(names).count)
        node.stat.pzxid = zxid
        node.stat.mzxid = zxid
        node.stat.version += 1
        node.names = names
        let lineage = before.map { [$0.generation] + $0.lineage } ?? []
        node.declaration = Declaration(
            generation: zxid, count: names.count, isWhole: whole, lineage: Array(lineage.prefix(64)))
        nodes[place] = node
    }

    /// Puts a layout in force, as a publisher does: in one step.
    mutating func lay(out shards: Int, losing lost: Set<ThingID> = [], forgetting: Bool = false) {
        zxid += 10
        let before = present
        let things = before.places.reduce(into: Set<ThingID>()) { $0.formUnion(nodes[$1]?.names ?? []) }
            .subtracting(lost)
        let was = before.places.map { place in
            nodes[place]?.declaration.map { [$0.generation] + $0.lineage } ?? []
        }
        let layout = Layout(
            generation: zxid, shards: shards, birth: zxid - 1, was: forgetting ? was.map { _ in [] } : was)
        for place in before.places where place != .list {
            nodes[place]?.declaration = nil
            nodes[place]?.layout = .retired
            nodes[place]?.stat.mzxid = zxid
        }
        for place in layout.places {
            let own = things.filter { layout.place(of: $0) == place }
            nodes[place] = Node(
                names: own,
                stat: ListStat(
                    identity: ListIdentity(czxid: zxid - 5, ctime: zxid), pzxid: zxid - 2, cversion: Int32(own.count),
                    mzxid: zxid, version: 1),
                declaration: Declaration(generation: zxid, count: own.count, lineage: [zxid - 1]))
        }
        if shards > 0 {
            nodes[.list]?.declaration = nil
            nodes[.list]?.names = []
        }
        nodes[.list]?.layout = .layout(layout)
        nodes[.list]?.stat.mzxid = zxid
        nodes[.list]?.stat.version += 1
    }

    var present: Layout {
        if case .layout(let layout) = nodes[.list]?.layout { layout } else { Layout(generation: 0, shards: 0) }
    }

    /// A core that follows a list of these Things, spread over so many shards.
    static func following(_ things: Set<ThingID>, shards: Int) -> ShardedBench {
        var bench = ShardedBench()
        bench.state(things, at: .list, whole: true)
        if shards > 0 { bench.lay(out: shards) }
        let asked = bench.connect()
        _ = bench.settle(asked)
        return bench
    }
}
