import ClientSupport
import HoldfastCore
import HoldfastEnsemble
import Testing

@testable import Holdfast
@testable import HoldfastZooKeeper

/// The account that a publisher keeps, on real servers: their own counts bear it out, or do not.
@Suite("Accounts on real servers", .serialized, .timeLimit(.minutes(5))) struct RealAccountTests {
    private static let list: ZNodePath = "/list"

    private static func view(_ client: ZooKeeperClient) async throws -> ListView {
        try await ListView(list, from: client)
    }

    @Test("every account is borne out by the servers, and what a stranger does is not")
    func bornOut() async throws {
        try await Ensemble.with(servers: 1) { ensemble in
            try await withConnectedClient(ensemble.connectString) { client in
                let publisher = AssignmentPublisher(zooKeeper: client, list: Self.list)
                try await publisher.replace(with: .things("a", "b"))
                try await publisher.add(.things("c"))
                var before = try await Self.view(client)
                func changes() async throws -> [DeclaredChange]? {
                    let now = try await Self.view(client)
                    defer { before = now }
                    return try #require(now.declaration).changes(
                        since: try #require(before.declaration), ListStat(before.stat), until: ListStat(now.stat))
                }
                try await publisher.add(.things("d", "e"))
                #expect(try await changes() == [DeclaredChange(added: ["d", "e"])])
                try await publisher.update(["d": [1]])
                try await publisher.remove(["a", "b"])
                #expect(try await changes() == [DeclaredChange(), DeclaredChange(removed: ["a", "b"])])
                try await publisher.replace(with: .things("c", "f"))
                #expect(try await changes() == [DeclaredChange(added: ["f"], removed: ["d", "e"])])
                try await publisher.approve(ApprovalToken(rawValue: "t-1"))
                #expect(try await changes() == nil)
                // One comes and one goes without a word, and the list is stated as it stands.
                try await client.delete(Self.list.thing("c"), version: nil)
                _ = try await client.create(Self.list.thing("z"), data: Array("z".utf8), mode: .persistent)
                try await publisher.replace(with: .things("f", "z"))
                #expect(try await changes() == nil)
                try await publisher.drain()
                #expect(try await changes() == [DeclaredChange(removed: ["f", "z"])])
            }
        }
    }

    /// Statements in bursts, and in between a writer that knows nothing of declarations: kazoo would do the same.
    @Test("200 changes, declared and not, mixed: what runs is what is listed in the end, each time")
    func mixed() async throws {
        try await Ensemble.with(servers: 3) { ensemble in
            try await withConnectedClient(ensemble.connectString) { client in
                let publisher = AssignmentPublisher(zooKeeper: client, list: Self.list)
                try await publisher.replace(with: .things("t0", "t1", "t2"))
                try await publisher.add(.things("t3"))
                try await FollowingWorker.with(list: Self.list, at: ensemble.connectString) { worker in
                    await worker.untilStarted(4)
                    await worker.untilFollowing()
                    var random = SplitMix64(seed: 7)
                    var names = try await Self.insist(client) { try await Self.view(client) }.names
                    var (declared, undeclared) = (0, 0)
                    for round in 0..<200 {
                        let id = ThingID("t\(Int.random(in: 0..<8, using: &random))")
                        let isStrange = Int.random(in: 0..<4, using: &random) == 0
                        if isStrange {
                            try await Self.insist(client) { try await Self.move(id, names.contains(id), client) }
                            undeclared += 1
                        }
                        names.formSymmetricDifference([id])
                        // What went without a word is believed when somebody says so.
                        if !isStrange || !names.contains(id) || Bool.random(using: &random) {
                            declared += 1
                            try await Self.insist(client) { try await Self.state(names, publisher) }
                        }
                        let seen = try await Self.insist(client) { try await Self.view(client) }
                        #expect(seen.names == names, "round \(round)")
                        guard round % 4 == 3 else { continue }
                        // It was not there before: whoever runs it has seen all that came before it.
                        let mark = ThingID("mark-\(round)")
                        try await Self.insist(client) { try await Self.state(names.union([mark]), publisher) }
                        await worker.untilRunning(names.union([mark]))
                        try await Self.insist(client) { try await Self.state(names, publisher) }
                    }
                    print("\(declared) declared changes, \(undeclared) without a word")
                    #expect(declared > 100 && undeclared > 20)
                }
            }
        }
    }

    /// What was done although the answer was lost is done.
    private static func move(_ id: ThingID, _ isListed: Bool, _ client: ZooKeeperClient) async throws {
        let path = list.thing(id.description)
        do throws(ZooKeeperError) {
            if isListed {
                try await client.delete(path, version: nil)
            } else {
                _ = try await client.create(path, data: Array(id.description.utf8), mode: .persistent)
            }
        } catch {
            guard error.code == (isListed ? .noNode : .nodeExists) else { throw error }
        }
    }

    /// Again while there is no connection: three servers that share two processors with others elect anew at times.
    private static func insist<Value>(_ client: ZooKeeperClient, _ act: () async throws -> Value) async throws -> Value
    {
        while true {
            try await client.connected()
            do {
                return try await act()
            } catch let error as ZooKeeperError where error.code == .connectionLoss {
                continue
            } catch let error as PublisherError where error.cause?.code == .connectionLoss {
                continue
            }
        }
    }

    /// By what changed, where the list is as declared; else the whole list is stated.
    private static func state(_ names: Set<ThingID>, _ publisher: AssignmentPublisher) async throws {
        let things = [ThingID: [UInt8]].things(names.map(\.description))
        do throws(PublisherError) {
            try await publisher.add(things)
        } catch {
            guard error.code == .notAsDeclared else { throw error }
        }
        try await publisher.replace(with: things)
    }
}
