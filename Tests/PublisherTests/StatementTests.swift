import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Testing

/// What each statement makes of a list, on a tree in memory.
@Suite("Statements") struct StatementTests {
    private let zooKeeper = MemoryZooKeeper()
    private let clock = TestClock()
    private var publisher: AssignmentPublisher { AssignmentPublisher(zooKeeper, clock: clock) }
    private let list: ZNodePath = "/list"

    private func view() throws -> ListView { try #require(zooKeeper.views.last) }

    private func payload(_ id: String) async throws -> String {
        String(decoding: try await zooKeeper.data(at: list.thing(id)).bytes ?? [], as: UTF8.self)
    }

    @Test("a replaced list is exactly what was stated, and created where it was missing")
    func replaceMakesTheList() async throws {
        let made = try await publisher.replace(with: .things("a", "b"))
        #expect(made.generation == clock.milliseconds)
        #expect(made.added == ["a", "b"] && made.count == 2 && made.transactions == 1)
        #expect(try view().declaration?.unmarked == Declaration(generation: made.generation, count: 2, isWhole: true))
        #expect(try view().isAsDeclared)
        var next: [ThingID: [UInt8]] = .things("b", "c", "d")
        next["b"] = Array("other".utf8)
        let fence = try await zooKeeper.data(at: list.thing("b")).stat.czxid
        let replaced = try await publisher.replace(with: next)
        #expect(replaced.added == ["c", "d"] && replaced.updated == ["b"] && replaced.removed == ["a"])
        #expect(try view().names == ["b", "c", "d"])
        #expect(
            try view().declaration?.unmarked
                == Declaration(
                    generation: made.generation + 1, count: 3, isWhole: true,
                    lineage: [StatementID(generation: made.generation)],
                    changes: [DeclaredChange(added: ["c", "d"], removed: ["a"])]))
        #expect(try await payload("b") == "other")
        #expect(try await zooKeeper.data(at: list.thing("b")).stat.czxid == fence)
    }

    @Test("a list node is created, the node above it is not")
    func parentMissing() async throws {
        let publisher = AssignmentPublisher(MemoryZooKeeper(list: "/above/list"))
        let error = await #expect(throws: PublisherError.self) { try await publisher.replace(with: .things("a")) }
        #expect(error?.code == .listMissing)
    }

    @Test("a replacement that changes nothing is a word all the same")
    func replaceWithTheSame() async throws {
        let first = try await publisher.replace(with: .things("a"))
        let again = try await publisher.replace(with: .things("a"))
        #expect(again.generation > first.generation && again.transactions == 1)
        #expect(try view().declaration?.descentGenerations == [first.generation])
    }

    @Test("what is added, updated and removed is declared with it")
    func incrementalStatements() async throws {
        let adopted = try await publisher.adopt()
        #expect(try view().declaration?.unmarked == Declaration(generation: adopted.generation, count: 0))
        clock.milliseconds += 1000
        let added = try await publisher.add(.things("a", "b", "c"))
        #expect(added.generation == clock.milliseconds && added.added == ["a", "b", "c"])
        let updated = try await publisher.update(["b": Array("new".utf8), "c": Array("c".utf8)])
        #expect(updated.updated == ["b"] && updated.generation == added.generation + 1)
        #expect(try await payload("b") == "new")
        let removed = try await publisher.remove(["a", "b", "x"])
        #expect(removed.removed == ["a", "b"] && removed.count == 1)
        #expect(try view().names == ["c"])
        #expect(
            try view().declaration?.unmarked
                == Declaration(
                    generation: removed.generation, count: 1,
                    lineage: [updated, added, adopted].map { StatementID(generation: $0.generation) },
                    changes: [
                        DeclaredChange(removed: ["a", "b"]), DeclaredChange(), DeclaredChange(added: ["a", "b", "c"]),
                    ]))
        #expect(try view().isAsDeclared)
        let last = try await publisher.remove(["c"])
        #expect(last.count == 0)
        #expect(try view().isAsDeclared && view().names.isEmpty)
    }

    @Test("the same call again changes nothing and writes nothing")
    func sameAgain() async throws {
        try await publisher.replace(with: .things("a"))
        let added = try await publisher.add(.things("a", "b"))
        #expect(added.added == ["b"])
        try await publisher.update(["a": [1]])
        let before = try view().stat
        let count = zooKeeper.transactions
        for statement in [
            try await publisher.update(["a": [1]]), try await publisher.remove(["z"]), try await publisher.adopt(),
        ] {
            #expect(statement.transactions == 0 && statement.count == 2)
            #expect(statement.generation == (try view().declaration?.generation))
        }
        #expect(try view().stat == before)
        // Each made sure that what it had read was true, and wrote nothing.
        #expect(zooKeeper.transactions == count + 3)
    }

    @Test("what a deposed leader shows is not taken for done")
    func shownByADeposedLeader() async throws {
        try await publisher.replace(with: .things("a", "b"))
        zooKeeper.intervene(before: zooKeeper.transactions + 1) { $0.takeOff("a") }
        let error = await #expect(throws: PublisherError.self) { try await publisher.add(.things("a")) }
        #expect(error?.code == .conflict)
        #expect(error?.mayHaveBeenApplied == false)
        #expect(try await publisher.add(.things("a")).added == ["a"])
    }

    @Test("a generation grows when the clock does not, or goes back")
    func generationsGrow() async throws {
        var last = try await publisher.adopt().generation
        for step: Int64 in [0, -5000, 0, 10_000, -1] {
            clock.milliseconds += step
            let generation = try await publisher.replace(with: [:]).generation
            #expect(generation == max(last + 1, clock.milliseconds))
            last = generation
        }
    }

    @Test("a lineage names the last 64 generations, the newest first")
    func lineage() async throws {
        var generations = [try await publisher.adopt().generation]
        for number in 0..<70 { generations.insert(try await publisher.add(.things("t\(number)")).generation, at: 0) }
        #expect(try view().declaration?.descentGenerations == Array(generations.dropFirst().prefix(64)))
    }

    @Test("a Thing with another payload is not added, and one that is not there is not updated")
    func refusesToGuess() async throws {
        try await publisher.replace(with: .things("a"))
        let before = zooKeeper.views.count
        let exists = await #expect(throws: PublisherError.self) {
            try await publisher.add(["a": [9], "b": [1]])
        }
        #expect(exists?.code == .thingExists)
        #expect(exists?.message.contains("'a' is on /list already") == true)
        let missing = await #expect(throws: PublisherError.self) {
            try await publisher.update(["b": [1], "c": [1], "a": [2]])
        }
        #expect(missing?.code == .thingMissing)
        #expect(missing?.message.contains("'b', 'c' are not on /list") == true)
        for id: ThingID in ["", "a/b", ".", "..", "a\u{1}"] {
            let bad = await #expect(throws: PublisherError.self) { try await publisher.add([id: []]) }
            #expect(bad?.code == .badArguments)
        }
        #expect(zooKeeper.views.count == before)
    }

    @Test("a drained list is declared empty, and a missing one is not drained")
    func drain() async throws {
        let error = await #expect(throws: PublisherError.self) { try await publisher.drain() }
        #expect(error?.code == .listMissing)
        let made = try await publisher.replace(with: .things("a", "b"))
        let drained = try await publisher.drain()
        #expect(drained.removed == ["a", "b"])
        #expect(
            try view().declaration?.unmarked
                == Declaration(
                    generation: drained.generation, count: 0, isWhole: true,
                    lineage: [StatementID(generation: made.generation)],
                    changes: [DeclaredChange(removed: ["a", "b"])]))
        #expect(try view().isAsDeclared)
    }

    @Test("fields of others are kept")
    func fieldsOfOthers() async throws {
        let data = Array(#"{"holdfast":1,"generation":5,"count":0,"owner":"team é"}"#.utf8)
        zooKeeper.change(.create(list, data: data, mode: .persistent))
        try await publisher.add(.things("a"))
        try await publisher.drain()
        #expect(ListData(try view().data).word?.others == [.init(name: "owner", value: Array(#""team é""#.utf8))])
    }

    @Test("two publishers that draw one generation are told apart by their marks")
    func marks() async throws {
        try await publisher.adopt()
        try await publisher.replace(with: .things("a"))
        let first = ListData(try view().data).word?.statement
        try await publisher.replace(with: .things("a"))
        let second = ListData(try view().data).word?.statement
        #expect(first != nil && second != nil && first != second)
    }
}
