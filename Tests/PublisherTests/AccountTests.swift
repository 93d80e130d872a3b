import HoldfastCore
import HoldfastZooKeeper
import Testing

@testable import Holdfast

/// The account of what came and went, which each statement goes on with.
@Suite("The account that statements keep") struct AccountTests {
    private let zooKeeper = MemoryZooKeeper()
    private var publisher: AssignmentPublisher { AssignmentPublisher(zooKeeper) }
    private let list: ZNodePath = "/list"

    private func view() throws -> ListView { try #require(zooKeeper.views.last) }

    private func changes() throws -> [DeclaredChange] { try #require(view().declaration).changes }

    @Test("each statement names what it put on and took off, before what the last ones did")
    func statements() async throws {
        try await publisher.replace(with: .things("a"))
        // It begins a lineage: nobody knows the names before it.
        #expect(try changes() == [])
        try await publisher.add(.things("c", "b"))
        var expected = [DeclaredChange(added: ["b", "c"])]
        #expect(try changes() == expected)
        try await publisher.update(["b": [1]])
        expected.insert(DeclaredChange(), at: 0)
        #expect(try changes() == expected)
        try await publisher.remove(["a", "nobody"])
        expected.insert(DeclaredChange(removed: ["a"]), at: 0)
        #expect(try changes() == expected)
        try await publisher.replace(with: .things("c", "d"))
        expected.insert(DeclaredChange(added: ["d"], removed: ["b"]), at: 0)
        #expect(try changes() == expected)
        try await publisher.replace(with: .things("c", "d"))
        expected.insert(DeclaredChange(), at: 0)
        #expect(try changes() == expected)
        try await publisher.drain()
        expected.insert(DeclaredChange(removed: ["c", "d"]), at: 0)
        #expect(try changes() == expected)
        // What changes nothing writes nothing.
        try await publisher.adopt()
        try await publisher.approve(ApprovalToken(rawValue: "t-1"))
        #expect(try changes() == expected)
        try await publisher.add(.things("e"))
        expected.insert(DeclaredChange(added: ["e"]), at: 0)
        #expect(try changes() == expected)
        // The next is the ninth.
        try await publisher.remove(["e"])
        #expect(try changes() == [DeclaredChange(removed: ["e"])] + expected.prefix(7))
        #expect(Declaration.changesLimit == 8)
    }

    @Test("a list that was changed without a word is adopted, or approved, without an account")
    func begunAnew() async throws {
        try await publisher.replace(with: .things("a"))
        try await publisher.add(.things("b"))
        zooKeeper.change(.create(list.thing("z"), data: nil, mode: .persistent))
        try await publisher.adopt()
        #expect(try changes() == [] && view().declaration?.descentGenerations == [])
        try await publisher.add(.things("c"))
        #expect(try changes() == [DeclaredChange(added: ["c"])])
        zooKeeper.change(.delete(list.thing("z"), version: nil))
        try await publisher.approve(ApprovalToken(rawValue: "t-1"))
        #expect(try changes() == [])
    }

    @Test("a replacement names what it did itself, and the servers count the rest")
    func gap() async throws {
        try await publisher.replace(with: .things("a", "b"))
        try await publisher.add(.things("c"))
        let before = try view()
        zooKeeper.change(.delete(list.thing("b"), version: nil), .create(list.thing("z"), data: nil, mode: .persistent))
        try await publisher.replace(with: .things("a", "c", "z"))
        let after = try view()
        #expect(try changes() == [DeclaredChange(), DeclaredChange(added: ["c"])])
        let declaration = try #require(after.declaration)
        #expect(
            declaration.changes(
                since: try #require(before.declaration), ListStat(before.stat), until: ListStat(after.stat)) == nil)
        #expect(after.stat.numberOfChildren == before.stat.numberOfChildren)
    }

    @Test("every statement is borne out by what the tree counts, so far as the account reaches back")
    func bornOut() async throws {
        try await publisher.replace(with: .things("a", "b"))
        var views = [try view()]
        for number in 0..<30 {
            switch number % 5 {
            case 0: try await publisher.add(.things("t\(number)", "u\(number)"))
            case 1: try await publisher.remove([ThingID("t\(number - 1)")])
            case 2: try await publisher.update(["a": [UInt8(number)]])
            case 3: try await publisher.replace(with: .things("a", "b", "w\(number)"))
            default: try await publisher.drain()
            }
            if number % 5 == 4 { try await publisher.add(.things("a", "b")) }
            views = zooKeeper.views
        }
        let last = try #require(views.last)
        let declaration = try #require(last.declaration)
        for (back, older) in views.reversed().enumerated() {
            let changes = declaration.changes(
                since: try #require(older.declaration), ListStat(older.stat), until: ListStat(last.stat))
            guard back <= Declaration.changesLimit else {
                #expect(changes == nil)
                continue
            }
            let names = try #require(changes).reduce(older.names) {
                $0.subtracting($1.removed).union($1.added)
            }
            #expect(names == last.names)
        }
    }
}

// What has room.
extension AccountTests {
    private func statement(
        _ change: ListChange, continuing changes: [DeclaredChange] = [DeclaredChange(added: ["before"])]
    ) -> StatementPlan.Statement {
        StatementPlan.Statement(
            change: change, continues: Declaration(generation: 9, count: 500, lineage: [8], changes: changes),
            generation: 1000, count: 500, mark: 4_738_381_338_321_616_895, found: nil)
    }

    private func creations(_ numbers: Range<Int>) -> ListChange {
        ListChange(creations: numbers.map { ListChange.Item(id: ThingID("thing-\($0)"), payload: [1]) })
    }

    private func accounts(_ statement: StatementPlan.Statement, limit: Int = 1_048_575) throws -> [[DeclaredChange]] {
        try StatementPlan(statement, for: list, limit: limit).steps.map { try #require($0.word.declaration).changes }
    }

    private func text(_ changes: [DeclaredChange]) -> Int {
        ListWord(declaration: Declaration(generation: 1000, count: 0, changes: changes)).bytes.count
            - ListWord(declaration: Declaration(generation: 1000, count: 0)).bytes.count
    }

    @Test("of a statement in several transactions each names its own part")
    func severalTransactions() throws {
        let plan = try StatementPlan(
            statement(
                ListChange(creations: creations(0..<30).creations, deletions: creations(500..<530).creations.map(\.id))),
            for: list, limit: 3850)
        #expect(plan.steps.count > 2)
        for (index, step) in plan.steps.enumerated() {
            let declaration = try #require(step.word.declaration)
            let did = step.operations.reduce(into: DeclaredChange()) { change, operation in
                guard let name = operation.path.name else { return }
                switch operation {
                case .create: change.added.append(ThingID(bytes: name.bytes))
                case .delete: change.removed.append(ThingID(bytes: name.bytes))
                case .setData, .check: break
                }
            }
            // A request that is full has no room for an account: the next one cannot go on from it.
            if let own = declaration.changes.first { #expect(own == did) }
            let reach = declaration.changes.count
            let before =
                index > 0 ? plan.steps[index - 1].word.declaration?.changes : [DeclaredChange(added: ["before"])]
            #expect(Array(declaration.changes.dropFirst()) == Array((before ?? []).prefix(max(0, reach - 1))))
        }
        #expect(plan.steps.last?.word.declaration?.changes.isEmpty == false)
    }

    @Test("an account that is longer than listing the names would be is cut, or left out")
    func tooLong() throws {
        // Its own change comes first; what the last ones did, so far as there is room.
        let long = (0..<8).map { step in DeclaredChange(added: (0..<40).map { ThingID("thing-\(step)-\($0)") }) }
        let cut = try #require(accounts(statement(creations(0..<3), continuing: long)).last)
        #expect(cut.count > 1 && cut.count < 8)
        #expect(Array(cut.dropFirst()) == Array(long.prefix(cut.count - 1)))
        #expect(text(cut) <= 4096)
        #expect(try accounts(statement(creations(0..<1000))) == [[]])
        // After one that was left out the next begins anew.
        #expect(try accounts(statement(creations(0..<1), continuing: [])) == [[DeclaredChange(added: ["thing-0"])]])
    }

    @Test("no account makes a request longer than it may be")
    func noRoom() throws {
        var (with, without) = (0, 0)
        for limit in 2450..<2850 {
            for change in [creations(0..<1), creations(0..<5)] {
                guard let plan = try? StatementPlan(statement(change), for: list, limit: limit) else { continue }
                for step in plan.steps {
                    let size = RequestSize.multi(
                        [.create(list, data: nil, mode: .persistent)] + step.operations
                            + [.setData(list, data: step.word.bytes, version: .max)])
                    #expect(size <= limit)
                    if step.word.declaration?.changes.isEmpty == true { without += 1 } else { with += 1 }
                }
            }
        }
        #expect(with > 10 && without > 10)
    }

    @Test("an id that is no text cannot be named, and the account begins anew after it")
    func notText() async throws {
        let odd = ThingID(bytes: [0xff, 0xfe, 0x41])
        try await publisher.replace(with: .things("a"))
        try await publisher.add(.things("b"))
        try await publisher.add([odd: [1]])
        #expect(try changes() == [] && view().isAsDeclared)
        try await publisher.add(.things("c"))
        #expect(try changes() == [DeclaredChange(added: ["c"])])
        try await publisher.remove([odd])
        #expect(try changes() == [])
    }

    @Test("names with every character that a node may have are named as they are")
    func oddNames() async throws {
        let names = ["+a", "-a", "\"", "\\", "a b", "é☕", "\u{feff}x", "e\u{301}"]
        try await publisher.replace(with: [:])
        try await publisher.add(.things(names))
        #expect(try Set(changes().first?.added ?? []) == Set(names.map { ThingID($0) }))
    }
}
