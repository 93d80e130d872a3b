import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Testing

/// Answers that are lost, and other writers that come in between.
@Suite("Lost answers and other writers") struct LostAnswerTests {
    private let zooKeeper = MemoryZooKeeper(limit: 3850)
    private let clock = TestClock()
    private var publisher: AssignmentPublisher { AssignmentPublisher(zooKeeper, clock: clock, limit: 3850) }
    private let list: ZNodePath = "/list"
    private let target: [ThingID: [UInt8]] = .things((0..<60).map { "thing-\($0)" })

    private func view() throws -> ListView { try #require(zooKeeper.views.last) }

    @Test(
        "a lost answer is looked for, and what was carried out is not done twice",
        arguments: [MemoryZooKeeper.Fault.lostBefore, .lostAfter])
    func lost(_ fault: MemoryZooKeeper.Fault) async throws {
        for transaction in 1...4 {
            let zooKeeper = MemoryZooKeeper(limit: 3850)
            let publisher = AssignmentPublisher(zooKeeper, clock: clock, limit: 3850)
            zooKeeper.fault(fault, at: transaction)
            let made = try await publisher.replace(with: target)
            #expect(made.transactions > 3)
            #expect(zooKeeper.transactions == made.transactions + (fault == .lostBefore ? 1 : 0))
            let view = try #require(zooKeeper.views.last)
            #expect(view.names == Set(target.keys) && view.isAsDeclared)
            #expect(view.stat.version == Int32(made.transactions))
        }
    }

    @Test("every answer of a statement may be lost")
    func allLost() async throws {
        for fault in [MemoryZooKeeper.Fault.lostBefore, .lostAfter] {
            let zooKeeper = MemoryZooKeeper(limit: 3850)
            for transaction in 1...100 where transaction.isMultiple(of: 2) { zooKeeper.fault(fault, at: transaction) }
            try await AssignmentPublisher(zooKeeper, clock: clock, limit: 3850).replace(with: target)
            #expect(zooKeeper.views.last?.names == Set(target.keys))
        }
    }

    @Test("a client that ends leaves the doubt, and says so")
    func dies() async throws {
        try await publisher.adopt()
        zooKeeper.fault(.diesAfter, at: 2)
        let error = await #expect(throws: PublisherError.self) { try await publisher.add(.things("a")) }
        #expect(error?.code == .inDoubt)
        #expect(error?.mayHaveBeenApplied == true)
        zooKeeper.revive()
        #expect(try await publisher.add(.things("a")).confirmed == ["a"])
        #expect(try view().names == ["a"])
    }

    @Test("another publisher of the same instant is not taken for oneself")
    func sameGeneration() async throws {
        try await publisher.adopt()
        // The other one's statement has the same generation, count and lineage; only the mark differs.
        let (rival, list) = (publisher, list)
        zooKeeper.fault(.lostBefore, at: 2)
        zooKeeper.intervene(before: 2) { zooKeeper in
            let words = ListWord(
                declaration: Declaration(
                    generation: 1_700_000_000_001, count: 1, lineage: [1_700_000_000_000]), statement: "rival")
            zooKeeper.change(
                .create(list.thing("rival"), data: nil, mode: .persistent),
                .setData(list, data: words.bytes, version: nil))
        }
        let error = await #expect(throws: PublisherError.self) { try await rival.add(.things("mine")) }
        #expect(error?.code == .conflict)
        #expect(try view().names == ["rival"] && view().isAsDeclared)
        #expect(try view().declaration?.generation == 1_700_000_000_001)
    }

    @Test("another publisher between two transactions wins")
    func conflict() async throws {
        let (rival, target) = (publisher, target)
        try await rival.replace(with: .things("old"))
        let before = zooKeeper.transactions
        zooKeeper.intervene(before: before + 2) { zooKeeper in
            let list = zooKeeper.list
            let words = ListWord(
                declaration: Declaration(generation: 1_800_000_000_000, count: 0, isWhole: true), statement: "rival")
            let names = zooKeeper.views.last?.names ?? []
            zooKeeper.change(names.map { .delete(list.thing("\($0)"), version: nil) })
            zooKeeper.change(.setData(list, data: words.bytes, version: nil))
        }
        let error = await #expect(throws: PublisherError.self) { try await rival.replace(with: target) }
        #expect(error?.code == .conflict)
        #expect(error?.written == 1)
        #expect(try view().names.isEmpty && view().isAsDeclared)
    }

    @Test("a list that is created by another at the same time is the other's")
    func createdMeanwhile() async throws {
        let publisher = publisher
        zooKeeper.intervene(before: 1) { $0.change(.create($0.list, data: nil, mode: .persistent)) }
        let error = await #expect(throws: PublisherError.self) { try await publisher.replace(with: .things("a")) }
        #expect(error?.code == .conflict)
        #expect(try view().names.isEmpty)
    }

    @Test("a list that is deleted meanwhile is not created anew by half a statement")
    func deletedMeanwhile() async throws {
        let publisher = publisher
        try await publisher.adopt()
        zooKeeper.intervene(before: 2) { $0.change(.delete($0.list, version: nil)) }
        let error = await #expect(throws: PublisherError.self) { try await publisher.add(.things("a")) }
        #expect(error?.code == .listMissing)
        #expect(try await zooKeeper.exists(list) == nil)
    }

    @Test("a foreign change between the look and the write is found by the count of changes, and not vouched for")
    func swappedMeanwhile() async throws {
        let publisher = publisher
        try await publisher.replace(with: .things("a", "b"))
        var reader = BelievingReader()
        _ = reader.read(try view())
        zooKeeper.intervene(before: 2) { zooKeeper in
            zooKeeper.change(.delete("/list/b", version: nil))
            zooKeeper.change(.create("/list/z", data: nil, mode: .persistent))
        }
        let error = await #expect(throws: PublisherError.self) { try await publisher.add(.things("c")) }
        #expect(error?.code == .notAsDeclared)
        #expect(error?.written == 1)
        #expect(reader.read(try view()) == [])
        #expect(reader.assigned == ["a", "b", "c", "z"])
        // The list goes on from here, and what nobody declared is held until a whole statement.
        try await publisher.add(.things("d"))
        #expect(reader.read(try view()) == [])
        try await publisher.replace(with: .things("a"))
        #expect(reader.read(try view()) == ["b", "c", "d", "z"])
    }

    @Test("a foreign change that the count shows needs no withdrawal")
    func addedMeanwhile() async throws {
        let publisher = publisher
        try await publisher.replace(with: .things("a"))
        zooKeeper.intervene(before: 2) { $0.change(.create("/list/z", data: nil, mode: .persistent)) }
        let error = await #expect(throws: PublisherError.self) { try await publisher.remove(["a"]) }
        #expect(error?.code == .notAsDeclared)
        #expect(try !view().isAsDeclared)
        let again = await #expect(throws: PublisherError.self) { try await publisher.add(.things("c")) }
        #expect(again?.code == .notAsDeclared)
    }

    @Test("a Thing that another has put on or taken off meanwhile is named")
    func sameThingMeanwhile() async throws {
        let publisher = publisher
        try await publisher.replace(with: .things("a", "b"))
        zooKeeper.intervene(before: 2) { $0.change(.create("/list/c", data: nil, mode: .persistent)) }
        zooKeeper.intervene(before: 4) { $0.change(.delete("/list/b", version: nil)) }
        let added = await #expect(throws: PublisherError.self) { try await publisher.add(.things("c")) }
        #expect(added?.code == .notAsDeclared && added?.message.contains("/list/c") == true)
        try await publisher.adopt()
        let removed = await #expect(throws: PublisherError.self) { try await publisher.remove(["b"]) }
        #expect(removed?.code == .notAsDeclared && removed?.message.contains("/list/b") == true)
    }

    @Test("a refusal after a lost answer leaves the doubt")
    func refusedAfterLoss() async throws {
        let publisher = publisher
        try await publisher.adopt()
        zooKeeper.fault(.lostBefore, at: 2)
        zooKeeper.intervene(before: 3) { $0.change(.create("/list/a", data: nil, mode: .persistent)) }
        let error = await #expect(throws: PublisherError.self) { try await publisher.add(.things("a")) }
        #expect(error?.code == .notAsDeclared)
        #expect(error?.mayHaveBeenApplied == true)
    }

    @Test("a cancelled wait ends in doubt")
    func cancelled() async throws {
        try await publisher.adopt()
        zooKeeper.fault(.lostAfter, at: 2)
        zooKeeper.disconnectAfterLoss()
        let publisher = publisher
        let (looked, looking) = AsyncStream.makeStream(of: Void.self)
        zooKeeper.intervene(before: 2) { _ in looking.yield() }
        let outcome = await withTaskGroup(of: PublisherError?.self) { group in
            group.addTask {
                do throws(PublisherError) {
                    try await publisher.add(.things("a"))
                    return nil
                } catch {
                    return error
                }
            }
            for await _ in looked { break }
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(outcome?.code == .inDoubt)
        #expect(outcome?.mayHaveBeenApplied == true)
    }
}
