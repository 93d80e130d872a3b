import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Testing

/// What a publisher refuses to write to, and what it says of it.
@Suite("Refusals") struct RefusalTests {
    private let zooKeeper = MemoryZooKeeper()
    private var publisher: AssignmentPublisher { AssignmentPublisher(zooKeeper) }
    private let list: ZNodePath = "/list"

    private typealias Call = @Sendable (AssignmentPublisher) async throws -> Void
    private static let increments: [Call] = [
        { try await $0.add(.things("x")) }, { try await $0.remove(["a"]) }, { try await $0.update(.things("a")) },
    ]
    private static let wholes: [Call] = [
        { try await $0.replace(with: .things("x")) }, { try await $0.drain() }, { try await $0.adopt() },
    ]

    private func expect(
        _ code: PublisherError.Code, saying words: String..., of calls: [Call],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for call in calls {
            let before = zooKeeper.views.count
            let error = await #expect(throws: PublisherError.self, sourceLocation: sourceLocation) {
                try await call(publisher)
            }
            #expect(error?.code == code, "\(String(describing: error))", sourceLocation: sourceLocation)
            #expect(error?.written == 0 && error?.mayHaveBeenApplied == false, sourceLocation: sourceLocation)
            for word in words {
                #expect(
                    error?.message.contains(word) == true, "\(error?.message ?? "") does not say \(word)",
                    sourceLocation: sourceLocation)
            }
            #expect(zooKeeper.views.count == before, sourceLocation: sourceLocation)
        }
    }

    @Test("a missing list is not added to")
    func missing() async throws {
        try await expect(.listMissing, saying: "/list", of: Self.increments)
    }

    @Test("an undeclared list is not added to before it is adopted")
    func undeclared() async throws {
        zooKeeper.change(.create(list, data: nil, mode: .persistent))
        zooKeeper.change(.create(list.thing("a"), data: nil, mode: .persistent))
        try await expect(.undeclared, saying: "adopt", of: Self.increments)
        try await publisher.adopt()
        try await publisher.add(.things("x"))
    }

    @Test(
        "a list that is spread over shards is written to by none but a statement of the full list",
        arguments: [
            #""layout":{"generation":900,"shards":4,"birth":899,"was":[]}"#, #""layout":null"#, #""retired":900"#,
        ])
    func sharded(_ field: String) async throws {
        let data = Array(#"{"holdfast":1,\#(field),"mine":1}"#.utf8)
        zooKeeper.change(.create(list, data: data, mode: .persistent))
        try await expect(
            .sharded, saying: "reshard 0", "replace",
            of: Self.increments + [{ try await $0.adopt() }, { try await $0.approve(ApprovalToken(rawValue: "a-b")) }])
        #expect(zooKeeper.views.last?.data == data)
        try await publisher.replace(with: .things("a"))
        #expect(zooKeeper.views.last?.isAsDeclared == true && zooKeeper.views.last?.declaration?.isWhole == true)
        let text = String(decoding: zooKeeper.views.last?.data ?? [], as: UTF8.self)
        #expect(text.contains(#""mine":1"#) && !text.contains("layout") && !text.contains("retired"))
        try await publisher.add(.things("x"))
    }

    @Test("a list that is plain again is written to as any other, and no longer says what it was")
    func plainAgain() async throws {
        let layout = #""layout":{"generation":900,"shards":0,"birth":899,"was":[[5]]}"#
        zooKeeper.change(
            .create(
                list, data: Array(#"{"holdfast":1,"generation":901,"count":0,"lineage":[899],\#(layout)}"#.utf8),
                mode: .persistent))
        try await publisher.add(.things("x"))
        #expect(zooKeeper.views.last?.declaration?.descentGenerations == [901, 899])
        let text = String(decoding: zooKeeper.views.last?.data ?? [], as: UTF8.self)
        #expect(!text.contains("layout"))
    }

    @Test("a foreign change is named")
    func foreignChange() async throws {
        try await publisher.replace(with: .things("a", "b"))
        zooKeeper.change(.create(list.thing("c"), data: nil, mode: .persistent))
        try await expect(.notAsDeclared, saying: "declares 2 Things, and there are 3", of: Self.increments)
        zooKeeper.change(.delete(list.thing("b"), version: nil))
        try await expect(.notAsDeclared, saying: "put on or taken off at zxid", "adopt", of: Self.increments)
    }

    @Test("a declaration that never was right is named")
    func wrongCount() async throws {
        zooKeeper.change(
            .create(list, data: Array(#"{"holdfast":1,"generation":5,"count":2}"#.utf8), mode: .persistent))
        try await expect(.notAsDeclared, saying: "declares 2 Things, and there are 0", of: Self.increments)
    }

    @Test("a replacement left half-way is to be finished first, or adopted")
    func unfinished() async throws {
        zooKeeper.change(
            .create(
                list, data: Array(#"{"holdfast":1,"generation":5,"count":0,"whole":true,"more":true}"#.utf8),
                mode: .persistent))
        try await expect(.unfinished, saying: "replace it again", of: Self.increments)
        #expect(try await publisher.adopt().transactions == 1)
        #expect(zooKeeper.views.last?.declaration?.hasMore == false)
        #expect(zooKeeper.views.last?.declaration?.descentGenerations == [])
    }

    @Test("data of others are left alone", arguments: ["hello", #"{"holdfast":2}"#, #"{"holdfast":1,"gen"#])
    func foreignData(_ text: String) async throws {
        zooKeeper.change(.create(list, data: Array(text.utf8), mode: .persistent))
        try await expect(.foreignData, saying: "/list", "set them empty", of: Self.increments + Self.wholes)
        try await expect(.foreignData, of: [{ try await $0.approve(ApprovalToken(rawValue: "t")) }])
    }

    @Test("a declaration of ours that is damaged is mended by the next one")
    func damaged() async throws {
        zooKeeper.change(
            .create(list, data: Array(#"{"holdfast":1,"generation":-5,"count":2,"o":1}"#.utf8), mode: .persistent))
        try await expect(.undeclared, of: Self.increments)
        try await publisher.replace(with: .things("a"))
        #expect(zooKeeper.views.last?.isAsDeclared == true)
    }

    @Test("a list node that will not stay is refused where its stat shows it")
    func listWillNotStay() async throws {
        zooKeeper.change(.create(list, data: nil, mode: .persistent))
        let kinds: [(NodeKind, String)] = [
            (.ephemeral(owner: 77), "ephemeral"), (.container, "container"), (.timeToLive(.seconds(9)), "time to live"),
        ]
        for (kind, word) in kinds {
            zooKeeper.own(list, by: kind.ephemeralOwner)
            try await expect(.listWillNotStay, saying: word, "persistent", of: Self.increments + Self.wholes)
        }
    }

    @Test("a generation that no clock gave is not counted on from")
    func generationsEnd() async throws {
        let last = Declaration.generations.upperBound
        zooKeeper.change(
            .create(list, data: ListWord(declaration: Declaration(generation: last, count: 0)).bytes, mode: .persistent)
        )
        try await expect(
            .futureGeneration, saying: "\(last)", "replace the list",
            of: [{ try await $0.add(.things("a")) }])
    }

    @Test("what does not fit into one request is refused before anything is written")
    func tooLarge() async throws {
        let big: [ThingID: [UInt8]] = ["a": [1], "b": Array(repeating: 0, count: 1 << 20)]
        try await expect(.tooLarge, saying: "/list/b", of: [{ try await $0.replace(with: big) }])
        let field = String(repeating: "x", count: 1_048_000)
        zooKeeper.change(
            .create(list, data: Array(#"{"holdfast":1,"note":"\#(field)"}"#.utf8), mode: .persistent))
        try await expect(.tooLarge, saying: "fields of others", of: [{ try await $0.replace(with: .things("a")) }])
    }

    @Test("a Thing with children of its own is named")
    func thingWithChildren() async throws {
        try await publisher.replace(with: .things("a"))
        zooKeeper.change(.create("/list/a/below", data: nil, mode: .persistent))
        try await expect(.zooKeeper, saying: "/list/a has children", of: [{ try await $0.remove(["a"]) }])
    }

    @Test("without a client nothing is tried")
    func deadClient() async throws {
        try await publisher.adopt()
        zooKeeper.die(after: 0)
        try await expect(.zooKeeper, saying: "could not be read", of: Self.increments + Self.wholes)
    }
}
