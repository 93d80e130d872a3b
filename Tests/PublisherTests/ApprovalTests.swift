import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Testing

/// An operator's approval in the data of the list node.
@Suite("Approvals in the data of the list node") struct ApprovalTests {
    private let zooKeeper = MemoryZooKeeper()
    private var publisher: AssignmentPublisher { AssignmentPublisher(zooKeeper) }
    private let list: ZNodePath = "/list"
    private let token = ApprovalToken(rawValue: "1z-2-ab")

    private func view() throws -> ListView { try #require(zooKeeper.views.last) }

    @Test("it stands alone in the data of an undeclared list")
    func undeclared() async throws {
        zooKeeper.change(.create(list, data: [], mode: .persistent))
        zooKeeper.change(.create(list.thing("a"), data: nil, mode: .persistent))
        let before = try view().stat
        try await publisher.approve(token)
        let after = try view()
        #expect(ListData(after.data).approval == token)
        #expect(after.declaration == nil)
        // The token names the revision of the list: it must not move with the approval.
        #expect(after.stat.pzxid == before.pzxid && after.stat.cversion == before.cversion)
        let other = ApprovalToken(rawValue: "other")
        try await publisher.approve(other)
        #expect(ListData(try view().data).approval == other)
    }

    @Test("it leaves a declaration as it is")
    func declared() async throws {
        try await publisher.replace(with: .things("a"))
        let declaration = try view().declaration
        try await publisher.approve(token)
        #expect(try view().declaration == declaration)
        #expect(ListData(try view().data).approval == token)
        #expect(try view().isAsDeclared)
    }

    @Test("it never makes a declaration vouch for what nobody declared")
    func notAsDeclared() async throws {
        try await publisher.replace(with: .things("a", "b"))
        var reader = BelievingReader()
        _ = reader.read(try view())
        // One taken off and another put on behind the declaration: the count agrees.
        zooKeeper.change(.delete(list.thing("b"), version: nil))
        zooKeeper.change(.create(list.thing("c"), data: nil, mode: .persistent))
        #expect(reader.read(try view()) == [])
        try await publisher.approve(token)
        #expect(ListData(try view().data).approval == token)
        #expect(reader.read(try view()) == [])
        #expect(reader.assigned == ["a", "b", "c"])
        try await publisher.add(.things("d"))
        #expect(reader.read(try view()) == [])
        try await publisher.replace(with: .things("a", "c", "d"))
        #expect(reader.read(try view()) == ["b"])
    }

    @Test("it stays while the names stay, and goes with them")
    func lifetime() async throws {
        try await publisher.replace(with: .things("a"))
        try await publisher.approve(token)
        try await publisher.update(["a": [1]])
        #expect(ListData(try view().data).approval == token)
        try await publisher.add(.things("b"))
        #expect(ListData(try view().data).approval == nil)
    }

    @Test(
        "what cannot be a token is refused",
        arguments: ["", "a b", "a\"", "é", "a_b", String(repeating: "a", count: 257)]
    )
    func badToken(_ text: String) async throws {
        try await publisher.adopt()
        let error = await #expect(throws: PublisherError.self) {
            try await publisher.approve(ApprovalToken(rawValue: text))
        }
        #expect(error?.code == .badArguments)
    }

    @Test("a missing list is not approved")
    func missing() async throws {
        let error = await #expect(throws: PublisherError.self) { try await publisher.approve(token) }
        #expect(error?.code == .listMissing)
    }
}
