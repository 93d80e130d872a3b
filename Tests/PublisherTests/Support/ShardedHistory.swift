import HoldfastCore

@testable import Holdfast
@testable import HoldfastZooKeeper

/// One list whose number of shards changes while Things come and go, publishers that die in the midst, and readers that look at one
/// node at a time. What was truly said is kept for each state of the tree.
struct ShardedHistory {
    /// What must run in one state of the tree, and what may.
    private struct Truth {
        var must: Set<ThingID>
        var may: Set<ThingID>
    }

    private static let pool = (0..<24).map { ThingID("t\($0)") }
    private static let limit = 4000

    private var random: SplitMix64
    private let zooKeeper = MemoryZooKeeper(limit: limit)
    private let clock = TestClock()
    private var readers: [ShardReader]
    private var truths: [Truth] = []
    private var stated: Set<ThingID> = []
    private var judged: [Int]
    private var judgedTrees = 0

    private(set) var statements = 0
    private(set) var refused = 0
    private(set) var changes = 0
    private(set) var stops = 0
    private(set) var log: [String] = []
    private(set) var violation: String?
    /// Readers that had followed all before the last full word.
    private(set) var followed = 0

    init(seed: UInt64) async throws {
        random = SplitMix64(seed: seed)
        zooKeeper.keepTrees()
        readers = []
        judged = [0, 0, 0]
        stated = Set(Self.pool.prefix(8))
        try await publisher.replace(with: Self.payloads(stated))
        truths = (0..<zooKeeper.treeCount).map { _ in Truth(must: [], may: stated) }
        truths[truths.count - 1] = Truth(must: stated, may: stated)
        readers = (0..<3).map { _ in ShardReader(zooKeeper) }
    }

    private var publisher: AssignmentPublisher {
        AssignmentPublisher(zooKeeper, clock: clock, limit: Self.limit)
    }

    private static func payloads(_ ids: Set<ThingID>) -> [ThingID: [UInt8]] {
        Dictionary(uniqueKeysWithValues: ids.map { ($0, [UInt8](repeating: 1, count: 20)) })
    }

    mutating func step() async throws {
        clock.milliseconds += Int64.random(in: 0...10, using: &random)
        let ids = Set(Self.pool.filter { _ in Int.random(in: 0..<6, using: &random) == 0 })
        switch Int.random(in: 0..<10, using: &random) {
        case 0...2: await state("add \(ids.sorted())", stated.union(ids)) { try? await $0.add(Self.payloads(ids)) }
        case 3...5: await state("remove \(ids.sorted())", stated.subtracting(ids)) { try? await $0.remove(ids) }
        case 6: await state("replace \(ids.sorted())", ids) { try? await $0.replace(with: Self.payloads(ids)) }
        default:
            let shards = [0, 1, 2, 3, 4, 7][Int.random(in: 0..<6, using: &random)]
            changes += 1
            await state("reshard \(shards)", stated) { try? await $0.reshard(to: shards) }
        }
        look()
    }

    /// The servers answer again, and everybody is of one mind.
    mutating func settle() async throws {
        try await publisher.reshard(to: 4)
        follow()
        for index in readers.indices {
            readers[index].lookAtAll(using: &random)
            if !readers[index].posture.isHolding {
                followed += 1
                if readers[index].running != stated { fail("reader \(index) runs \(readers[index].running.sorted())") }
            }
        }
        judge()
        stated = Set(Self.pool.suffix(5))
        try await publisher.replace(with: Self.payloads(stated))
        truths += (truths.count..<zooKeeper.treeCount).map { _ in Truth(must: [], may: Set(Self.pool)) }
        for index in readers.indices {
            readers[index].lookAtAll(using: &random)
            if readers[index].running != stated || readers[index].posture.isHolding {
                fail("in the end reader \(index) runs \(readers[index].running.sorted()), \(readers[index].posture)")
            }
        }
        judge()
    }
}

// What publishers say.
extension ShardedHistory {
    private mutating func state(
        _ words: String, _ after: Set<ThingID>, _ body: (AssignmentPublisher) async -> PublishedStatement?
    ) async {
        let removal = RemovalMeanwhile(zooKeeper)
        makeTrouble(removal)
        let done = await body(publisher)
        zooKeeper.revive()
        statements += 1
        if done == nil { refused += 1 }
        let gone = Set(removal.removed)
        // Until the statement is carried out, as much of it as was.
        let truth = Truth(
            must: stated.intersection(after).subtracting(gone), may: stated.union(after))
        truths += (truths.count..<zooKeeper.treeCount).map { _ in truth }
        let standing = structure(in: zooKeeper.treeCount - 1)
        if done != nil, standing != after.subtracting(gone), standing != after {
            fail("'\(words)' succeeded and left \(standing.sorted())")
        }
        stated = standing
        truths[truths.count - 1] = Truth(must: stated, may: stated)
        log.append("\(words): \(done == nil ? "failed" : "done"), without \(gone.sorted()) -> \(stated.sorted())")
    }

    /// Answers that are lost, a client that ends, or another publisher between the look and the write.
    private mutating func makeTrouble(_ removal: RemovalMeanwhile) {
        let next = zooKeeper.transactions + Int.random(in: 1...12, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: zooKeeper.die(after: Int.random(in: 0...120, using: &random))
        case 2: zooKeeper.fault(.lostBefore, at: next)
        case 3: zooKeeper.fault(.lostAfter, at: next)
        case 4:
            let id = Self.pool.randomElement(using: &random) ?? Self.pool[0]
            zooKeeper.intervene(before: next) { _ in removal.remove(id) }
        default: break
        }
    }

    /// What stands in the places that are in force.
    private func structure(in number: Int) -> Set<ThingID> {
        let data = ListData(zooKeeper.node(zooKeeper.list, in: number)?.data)
        let places = data.shardedLayout?.places ?? [.list]
        return places.reduce(into: []) { names, place in
            names.formUnion(zooKeeper.node(place.path(of: zooKeeper.list), in: number)?.names ?? [])
        }
    }

    /// Each new state of the tree holds what was stated, wherever it stands.
    private mutating func follow() {
        truths += (truths.count..<zooKeeper.treeCount).map { _ in Truth(must: stated, may: stated) }
    }

    fileprivate mutating func fail(_ words: String) { violation = violation ?? words }
}

// What readers make of it.
extension ShardedHistory {
    private mutating func look() {
        for number in 0..<zooKeeper.treeCount where number >= judgedTrees {
            let standing = structure(in: number)
            if !truths[number].must.isSubset(of: standing) || !standing.isSubset(of: truths[number].may) {
                fail("state \(number) holds \(standing.sorted()), and \(truths[number]) was stated")
            }
        }
        judgedTrees = zooKeeper.treeCount
        for index in readers.indices where Int.random(in: 0..<4, using: &random) > 0 {
            for _ in 0..<Int.random(in: 0...30, using: &random) { readers[index].step(using: &random) }
        }
        judge()
    }

    private mutating func judge() {
        for index in readers.indices {
            if let violation = readers[index].violation { fail("reader \(index): \(violation)") }
            for stop in readers[index].stops[judged[index]...] {
                stops += 1
                let wasTakenOff = (stop.seen...max(stop.seen, stop.position)).contains { number in
                    !truths[number].must.contains(stop.thing)
                }
                if !wasTakenOff {
                    fail("reader \(index) stopped \(stop.thing), last seen in \(stop.seen), at \(stop.position)")
                }
            }
            judged[index] = readers[index].stops.count
        }
    }
}
