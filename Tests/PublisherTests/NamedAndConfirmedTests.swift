import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Testing

/// What a statement says besides who is on the list: whose list it is, which node it speaks of, and what it confirms.
@Suite("Names, confirmations, and generations that no clock gave") struct NamedAndConfirmedTests {
    private let zooKeeper = MemoryZooKeeper()
    private let clock = TestClock()
    private var publisher: AssignmentPublisher { AssignmentPublisher(zooKeeper, clock: clock) }
    private let list: ZNodePath = "/list"

    private func view() throws -> ListView { try #require(zooKeeper.views.last) }

    private func publisher(named name: String?) -> AssignmentPublisher {
        AssignmentPublisher(
            zooKeeper: zooKeeper, list: list, listName: name, limit: 1_048_575, clock: clock,
            wallClock: { [clock] in clock.milliseconds }, mark: { [clock] in clock.nextMark() })
    }

    @Test("an addition of what stands on the list is a word: it is written, and confirms by name")
    func confirms() async throws {
        try await publisher.replace(with: .things("a", "b"))
        let node = try await zooKeeper.data(at: list.thing("a")).stat
        let said = try await publisher.add(.things("a", "c"))
        #expect(said.confirmed == ["a"] && said.added == ["c"] && said.transactions == 1)
        #expect(try view().declaration?.changes.first == DeclaredChange(added: ["c"], confirmed: ["a"]))
        #expect(try await zooKeeper.data(at: list.thing("a")).stat == node)
        #expect(try view().isAsDeclared)
    }

    @Test("what an account has no room to confirm is made anew in one transaction, with the payload that it had")
    func confirmsMany() async throws {
        let names = (0..<600).map { "thing-with-a-long-name-\($0)" }
        try await publisher.replace(with: .things(names))
        let before = try await zooKeeper.data(at: list.thing(names[0])).stat.czxid
        let said = try await publisher.add(.things(names))
        #expect(said.confirmed.count == 600 && said.count == 600)
        #expect(try view().names.count == 600 && view().isAsDeclared)
        let node = try await zooKeeper.data(at: list.thing(names[0]))
        #expect(node.stat.czxid > before && node.bytes == Array(names[0].utf8))
    }

    @Test(
        "a full statement puts itself in the place of a generation that no clock gave, and the next ones count on from it"
    )
    func supersedes() async throws {
        let last = StatementID(generation: Declaration.generations.upperBound, mark: 77)
        let data = ListWord(declaration: Declaration(id: last, count: 0)).bytes
        zooKeeper.change(.create(list, data: data, mode: .persistent))
        let made = try await publisher.replace(with: .things("a"))
        #expect(made.generation == clock.milliseconds)
        #expect(try view().declaration?.supersedes == last)
        let added = try await publisher.add(.things("b"))
        #expect(added.generation == made.generation + 1)
        #expect(try view().declaration?.supersedes == last)
        #expect(try view().declaration?.descends(from: StatementID(generation: made.generation)) == true)
    }

    @Test("a list keeps the name that it was given, and a publisher of another name leaves it alone")
    func names() async throws {
        try await publisher(named: "plant-7").replace(with: .things("a"))
        #expect(try view().declaration?.listName == "plant-7")
        try await publisher(named: nil).add(.things("b"))
        #expect(try view().declaration?.listName == "plant-7")
        let written = zooKeeper.views.count
        let error = await #expect(throws: PublisherError.self) {
            try await publisher(named: "plant-9").replace(with: .things("c"))
        }
        #expect(error?.code == .anotherList)
        #expect(error?.message.contains("'plant-7'") == true && error?.message.contains("'plant-9'") == true)
        let bad = await #expect(throws: PublisherError.self) { try await publisher(named: "").adopt() }
        #expect(bad?.code == .badArguments)
        #expect(zooKeeper.views.count == written)
    }

    @Test("a statement names the node that it was made for")
    func node() async throws {
        try await publisher.replace(with: .things("a"))
        #expect(try view().declaration?.node == nil)
        try await publisher.add(.things("b"))
        let node = try await zooKeeper.data(at: list).stat
        #expect(try view().declaration?.node == node.czxid)
    }

    @Test("data of somebody else are overwritten only where that is asked for")
    func foreignData() async throws {
        zooKeeper.change(.create(list, data: Array("theirs".utf8), mode: .persistent))
        let error = await #expect(throws: PublisherError.self) { try await publisher.replace(with: .things("a")) }
        #expect(error?.code == .foreignData)
        try await publisher.replace(with: .things("a"), overwritingForeignData: true)
        #expect(try view().isAsDeclared && view().names == ["a"])
    }

    @Test("a list that is deleted and made anew between the look and the write is told of, and not vouched for")
    func madeAnewMeanwhile() async throws {
        try await publisher.replace(with: .things("a", "b", "c"))
        try await publisher.add(.things("d"))
        let found = try await zooKeeper.data(at: list)
        zooKeeper.intervene(before: zooKeeper.transactions + 1) { zooKeeper in
            let list = zooKeeper.list
            for id in ["a", "b", "c", "d"] { zooKeeper.change(.delete(list.thing(id), version: nil)) }
            zooKeeper.change(.delete(list, version: nil))
            zooKeeper.change(.create(list, data: nil, mode: .persistent))
            // As many writes of its data as the old one had.
            for _ in 0..<found.stat.version { zooKeeper.change(.setData(list, data: found.bytes, version: nil)) }
            for id in ["x", "d", "y", "z"] { zooKeeper.change(.create(list.thing(id), data: nil, mode: .persistent)) }
        }
        let error = await #expect(throws: PublisherError.self) { try await publisher.remove(["d"]) }
        #expect(error?.code == .notAsDeclared)
        #expect(try view().declaration?.lineage == [])
        let node = try await zooKeeper.data(at: list).stat
        #expect(node.czxid != found.stat.czxid)
    }
}
