import HoldfastCore
import HoldfastZooKeeper

@testable import Holdfast

/// A worker's core that reads one node after the other, each as it was at some time: never earlier than what it has read before,
/// as over one session, and told late and in any order.
struct ShardReader {
    private struct Answer {
        var place: Place
        var number: Int
        var afterSync: Bool
        var outcome: Reading.Outcome
    }

    private let zooKeeper: MemoryZooKeeper
    private var core = ShardedCore()
    private var now = Moment.zero
    private var ordinal = 0
    /// The newest state of the tree that it has seen anything of.
    private(set) var position = 0
    private var wanted: [Place: Bool] = [:]
    private var underWay: [Answer] = []
    /// In which state each Thing that runs was last seen on the list.
    private var seen: [ThingID: Int] = [:]

    private(set) var running: Set<ThingID> = []
    /// Each stop: the Thing, the state in which it was last seen, and the newest one that anything was seen of.
    private(set) var stops: [(thing: ThingID, seen: Int, position: Int)] = []
    private(set) var violation: String?

    init(_ zooKeeper: MemoryZooKeeper) {
        self.zooKeeper = zooKeeper
        connect()
    }

    var posture: Posture { core.posture }

    private mutating func connect() {
        ordinal += 1
        underWay = []
        wanted = [:]
        carryOut(
            core.connected(Connection(ordinal: ordinal, session: 1, timeout: .seconds(1000)), at: now), seenIn: position
        )
    }

    /// Something happens to it.
    mutating func step(using random: inout SplitMix64) {
        now = now + .milliseconds(1)
        switch Int.random(in: 0..<40, using: &random) {
        case 0:
            carryOut(core.disconnected(.disconnected, at: now), seenIn: position)
            connect()
        case 1: restart()
        case 2..<20: ask(using: &random)
        default: tell(using: &random)
        }
    }

    /// It looks at everything until there is nothing more to learn.
    mutating func lookAtAll(using random: inout SplitMix64) {
        let newest = zooKeeper.treeCount - 1
        for _ in 0..<6 {
            while !underWay.isEmpty { tell(using: &random) }
            position = newest
            for place in [Place.list] + core.shards.map({ Place.shard($0) }) {
                read(place, at: newest, afterSync: true)
                while !underWay.isEmpty { tell(using: &random) }
            }
        }
    }

    /// Begins to read what is wanted, or anything, in some state between the last one and the newest.
    private mutating func ask(using random: inout SplitMix64) {
        let all = [Place.list] + core.shards.map { Place.shard($0) }
        let idle = all.filter { place in !underWay.contains { $0.place == place } }
        let asked = idle.filter { wanted[$0] != nil }
        guard let place = (asked.isEmpty ? idle : asked).randomElement(using: &random) else { return }
        let afterSync = wanted.removeValue(forKey: place) ?? false
        let newest = zooKeeper.treeCount - 1
        position = afterSync ? newest : Int.random(in: position...newest, using: &random)
        read(place, at: position, afterSync: afterSync)
    }

    private mutating func read(_ place: Place, at number: Int, afterSync: Bool) {
        underWay.append(
            Answer(place: place, number: number, afterSync: afterSync, outcome: outcome(of: place, in: number)))
    }

    private func outcome(of place: Place, in number: Int) -> Reading.Outcome {
        guard let view = zooKeeper.node(place.path(of: zooKeeper.list), in: number) else { return .missing }
        let data = ListData(view.data)
        let entries: [ListEntries.Element] = view.names.compactMap { id in
            guard let name = try? place.path(of: zooKeeper.list).appending(ZNodeName(bytes: id.bytes)),
                let node = zooKeeper.node(name, in: number)
            else { return nil }
            return (
                id,
                .read(
                    EntryNode(
                        payload: node.data ?? [], czxid: node.stat.czxid, mzxid: node.stat.mzxid, isEphemeral: false))
            )
        }
        return .list(
            ListReading(
                namesStat: ListStat(view.stat), dataStat: ListStat(view.stat), declaration: data.declaration,
                layout: data.layout,
                entries: data.shardedLayout == nil ? ListEntries(entries) : ListEntries()))
    }

    /// One of the answers arrives.
    private mutating func tell(using random: inout SplitMix64) {
        guard let index = underWay.indices.randomElement(using: &random) else { return }
        let answer = underWay.remove(at: index)
        let reading = Reading(
            connection: ordinal, begun: now, afterSync: answer.afterSync, outcome: answer.outcome)
        let isInForce = answer.place == .list ? !core.isSharded : true
        let directives = core.read(reading, of: answer.place, at: now)
        carryOut(directives, seenIn: answer.number)
        // What a place lists that is not in force says nothing of what is assigned.
        guard isInForce, case .list(let list) = answer.outcome, list.layout != .retired else { return }
        for (id, _) in list.entries where running.contains(id) { seen[id] = max(seen[id] ?? 0, answer.number) }
    }

    private mutating func restart() {
        let kept = core.lastKnownGood
        core = ShardedCore()
        running = []
        carryOut(core.restore(kept, age: .seconds(1), at: now), seenIn: position)
        connect()
    }

    private mutating func carryOut(_ directives: [Directive], seenIn number: Int) {
        for directive in directives {
            switch directive {
            case .start(let assignment):
                if !running.insert(assignment.id).inserted { violation = "\(assignment.id) is started twice" }
                seen[assignment.id] = max(seen[assignment.id] ?? 0, number)
            case .stop(let proof):
                running.remove(proof.thing)
                if let seen = seen.removeValue(forKey: proof.thing) { stops.append((proof.thing, seen, position)) }
            case .update(let assignment):
                if !running.contains(assignment.id) { violation = "\(assignment.id) is updated and does not run" }
            case .refence(let id, _):
                if !running.contains(id) { violation = "\(id) is refenced and does not run" }
            case .suspend(let id, _): running.remove(id)
            case .read(let afterSync): wanted[.list] = afterSync || wanted[.list] == true
            case .readShard(let shard, let afterSync):
                wanted[.shard(shard)] = afterSync || wanted[.shard(shard)] == true
            case .follow(let shards):
                let places = Set(shards.map { Place.shard($0) } + [.list])
                wanted = wanted.filter { places.contains($0.key) }
                underWay.removeAll { !places.contains($0.place) }
            case .misplaced(let id, let shard): violation = "\(id) stands in \(shard)"
            case .report, .save, .judged: break
            }
        }
    }
}
