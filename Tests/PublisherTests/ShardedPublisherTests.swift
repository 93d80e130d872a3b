import HoldfastCore
import HoldfastZooKeeper
import Testing

@testable import Holdfast

/// What a publisher does to a list that is spread over shards, and what it refuses.
@Suite("Statements about a sharded list") struct ShardedPublisherTests {
    private static let things = (0..<20).map { "t\($0)" }

    private static func sharded(_ shards: Int) async throws -> (MemoryZooKeeper, AssignmentPublisher) {
        let zooKeeper = MemoryZooKeeper()
        zooKeeper.keepTrees()
        let publisher = AssignmentPublisher(zooKeeper)
        try await publisher.replace(with: .things(things))
        try await publisher.reshard(to: shards)
        return (zooKeeper, publisher)
    }

    private func names(_ zooKeeper: MemoryZooKeeper, _ publisher: AssignmentPublisher) async throws -> Set<ThingID> {
        try await publisher.places().reduce(into: []) { $0.formUnion(zooKeeper.node($1)?.names ?? []) }
    }

    @Test("each Thing is copied to the shard that its id says, with its payload, and nothing is left of the old places")
    func copies() async throws {
        let (zooKeeper, publisher) = try await Self.sharded(4)
        try await publisher.reshard(to: 7)
        let layout = Layout(generation: 1, shards: 7)
        #expect(try await publisher.places().count == 7)
        for thing in Self.things {
            let path = layout.place(of: ThingID(thing)).path(of: zooKeeper.list).thing(thing)
            #expect(zooKeeper.node(path)?.data == Array(thing.utf8))
        }
        #expect(zooKeeper.node(Place.shard(Shard(index: 0, of: 4)).path(of: zooKeeper.list)) == nil)
        #expect(zooKeeper.node(zooKeeper.list)?.names == [])
        try await publisher.reshard(to: 0)
        #expect(zooKeeper.node(zooKeeper.list)?.isAsDeclared == true)
        #expect(zooKeeper.node(zooKeeper.list)?.names.count == 20)
        #expect(zooKeeper.node(Place.folder(of: zooKeeper.list)) == nil)
    }

    @Test("the same number again changes nothing")
    func sameNumber() async throws {
        let (zooKeeper, publisher) = try await Self.sharded(4)
        let before = zooKeeper.transactions
        #expect(try await publisher.reshard(to: 4).count == 20)
        #expect(zooKeeper.transactions == before)
    }

    @Test("a statement changes the shards that it concerns, and counts the whole list")
    func statements() async throws {
        let (zooKeeper, publisher) = try await Self.sharded(4)
        let added = try await publisher.add(.things("new"))
        #expect(added.added == ["new"] && added.count == 21 && added.transactions == 1)
        #expect(try await publisher.update(["new": [1]]).updated == ["new"])
        #expect(try await publisher.remove(["new", "t1", "nobody"]).removed == ["new", "t1"])
        #expect(try await names(zooKeeper, publisher) == Set(Self.things.map { ThingID($0) }).subtracting(["t1"]))
        let replaced = try await publisher.replace(with: .things("t2", "other"))
        #expect(replaced.count == 2 && replaced.added == ["other"] && replaced.removed.count == 18)
        #expect(try await publisher.drain().count == 0)
        #expect(try await names(zooKeeper, publisher) == [])
    }

    @Test("what is refused is refused whole, whichever shard it concerns")
    func refusedWhole() async throws {
        let (zooKeeper, publisher) = try await Self.sharded(4)
        let before = zooKeeper.transactions
        let error = await #expect(throws: PublisherError.self) {
            try await publisher.add(["a": [], "b": [], "c": [], "d": [], "t1": [9]])
        }
        #expect(error?.code == .thingExists)
        #expect(zooKeeper.transactions == before)
    }

    @Test(
        "a number that cannot be, and a list that is not as declared, are refused",
        arguments: [(-1, PublisherError.Code.badArguments), (257, .badArguments), (4, .notAsDeclared)])
    func refused(_ shards: Int, _ code: PublisherError.Code) async throws {
        let zooKeeper = MemoryZooKeeper()
        let publisher = AssignmentPublisher(zooKeeper)
        try await publisher.replace(with: .things(Self.things))
        zooKeeper.change(.create(zooKeeper.list.thing("stranger"), data: nil, mode: .persistent))
        let error = await #expect(throws: PublisherError.self) { try await publisher.reshard(to: shards) }
        #expect(error?.code == code)
    }

    @Test("an ephemeral entry cannot be copied")
    func ephemeral() async throws {
        let zooKeeper = MemoryZooKeeper()
        let publisher = AssignmentPublisher(zooKeeper)
        try await publisher.replace(with: .things(Self.things))
        zooKeeper.own(zooKeeper.list.thing("t1"), by: 7)
        let error = await #expect(throws: PublisherError.self) { try await publisher.reshard(to: 4) }
        #expect(error?.code == .listWillNotStay)
    }

    @Test("an announcement that its publisher left behind is taken back after a wait")
    func leftBehind() async throws {
        let (zooKeeper, publisher) = try await Self.sharded(4)
        let node = try #require(zooKeeper.node(zooKeeper.list))
        var word = try #require(ListData(node.data).word)
        word.moving = 16
        zooKeeper.change(.setData(zooKeeper.list, data: word.bytes, version: nil))
        #expect(try await publisher.remove(["t1"]).removed == ["t1"])
        #expect(ListData(zooKeeper.node(zooKeeper.list)?.data).word?.moving == nil)
    }

    @Test("an approval goes to the shard that its token names")
    func approval() async throws {
        let (zooKeeper, publisher) = try await Self.sharded(4)
        let place = try await publisher.places()[2]
        let node = try #require(zooKeeper.node(place))
        let stat = ListStat(node.stat)
        let identity = [stat.identity.czxid, stat.identity.ctime].map { String(UInt64(bitPattern: $0), radix: 36) }
        let token = ApprovalToken(rawValue: identity.joined(separator: "-") + "-1-2-3-4-5-6-7")
        try await publisher.approve(token)
        #expect(ListData(zooKeeper.node(place)?.data).approval == token)
        let error = await #expect(throws: PublisherError.self) {
            try await publisher.approve(ApprovalToken(rawValue: "9-9-1-2-3-4-5-6-7"))
        }
        #expect(error?.code == .badArguments)
    }
}
