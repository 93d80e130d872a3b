import HoldfastCore
import Testing

@Suite("The approval of an operator")
struct ApprovalTests {
    /// A core that holds "b" and "c", of which an undeclared list lost two of three.
    private func holding() -> (Bench, ModelList) {
        var list = ModelList(["a", "b", "c"])
        var bench = Bench.following(list)
        list.remove(["b", "c"])
        _ = bench.read(list)
        return (bench, list)
    }

    @Test("nothing is to be approved where nothing is held")
    func noToken() {
        let bench = Bench.following(ModelList("a"))
        #expect(bench.core.approvalToken == nil)
        #expect(bench.core.posture.approvalToken == nil)
    }

    @Test("the token that the posture shows accepts the reading, once")
    func approvesOnce() throws {
        var (bench, list) = holding()
        let token = try #require(bench.core.posture.approvalToken)
        let directives = try bench.approveHeld()
        #expect(directives.stopped == ["b", "c"])
        #expect(directives.proofs.allSatisfy { $0.ground == .approved(token) })
        #expect(bench.rows.contains(.approved))
        #expect(bench.core.posture.state == .following)
        #expect(bench.approve(token) == nil)
        list.add("b")
        #expect(bench.read(list).started == ["b"])
        #expect(bench.approve(token) == nil)
    }

    @Test("a token of another reading, or any other text, matches nothing")
    func wrongToken() {
        var (bench, list) = holding()
        let early = bench.core.approvalToken
        list.add("d")
        _ = bench.read(list)
        #expect(bench.core.approvalToken != early)
        #expect(bench.approve(early) == nil)
        #expect(bench.approve(ApprovalToken(rawValue: "")) == nil)
        #expect(bench.assigned == ["a", "b", "c", "d"])
    }

    @Test("the last of an undeclared list, and an empty list, can be approved")
    func emptyApproved() throws {
        var list = ModelList(["a", "b"])
        var bench = Bench.following(list)
        list.removeAll()
        _ = bench.read(list)
        #expect(try bench.approveHeld().stopped == ["a", "b"])
        #expect(bench.core.posture.state == .following)
    }

    @Test("an approval works while the servers are away")
    func disconnected() throws {
        var (bench, _) = holding()
        _ = bench.disconnect()
        bench.pass(.seconds(3600))
        #expect(try bench.approveHeld().stopped == ["b", "c"])
        #expect(bench.core.posture.reasons == [.disconnected])
    }

    @Test("a missing list cannot be approved: there is no reading")
    func missing() {
        var (bench, _) = holding()
        let token = bench.core.approvalToken
        _ = bench.read(.missing)
        #expect(bench.core.approvalToken == nil)
        #expect(bench.approve(token) == nil)
    }

    @Test("an approval in the parent's data is taken, and only once")
    func inParentData() throws {
        var (bench, list) = holding()
        list.approve(try #require(bench.core.approvalToken))
        #expect(bench.read(list).stopped == ["b", "c"])
        #expect(bench.core.posture.state == .following)
        list.add("d")
        list.add("e")
        _ = bench.read(list)
        list.remove(["d", "e"])
        list.remove("a")
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.listEmpty])
    }

    @Test("an approval in the parent's data that is of the past takes nothing off")
    func staleInParentData() throws {
        var (bench, list) = holding()
        let token = try #require(bench.core.approvalToken)
        list.add("d")
        list.approve(token)
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.braked])
    }

    @Test("a token that comes back with a restored backup matches nothing")
    func restoredToken() throws {
        var (bench, list) = holding()
        list.approve(try #require(bench.core.approvalToken))
        let backup = list
        #expect(bench.read(list).stopped == ["b", "c"])
        for id in ["b", "c"] as [ThingID] { list.add(id) }
        #expect(bench.read(list).started == ["b", "c"])
        list.restore(backup)
        #expect(bench.learn(list).stopped.isEmpty)
        #expect(bench.core.posture.reasons.first == .historyRewound)
        #expect(bench.assigned == ["a", "b", "c"])
    }

    @Test("the number of approvals survives a restart")
    func restarted() throws {
        var (bench, list) = holding()
        let token = try #require(bench.core.approvalToken)
        _ = try bench.approveHeld()
        _ = bench.restart()
        _ = bench.connect()
        list.approve(token)
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.lastKnownGood.approvals == 1)
    }

    @Test("an approval accepts a rewound list with what it holds besides")
    func rewound() throws {
        let old = ModelList(["a", "x"])
        var list = old
        list.remove("x")
        list.add("b")
        var bench = Bench()
        _ = bench.connect()
        _ = bench.read(list)
        _ = bench.learn(old)
        let directives = try bench.approveHeld()
        #expect(directives.started == ["x"] && directives.stopped == ["b"])
        #expect(bench.core.posture.state == .following)
        _ = bench.learn(old)
        #expect(bench.core.posture.state == .following)
    }

    @Test("an approval of what waits for a word in a list that is whole starts it")
    func awaitingWord() throws {
        let old = ModelList(["a", "x"])
        var list = old
        list.remove("x")
        var bench = Bench.following(list)
        _ = bench.learn(old)
        #expect(bench.core.posture.state == .following && bench.core.posture.pendingStarts == 1)
        #expect(try bench.approveHeld().started == ["x"])
        #expect(bench.core.approvalToken == nil)
    }

    @Test("an approval of a list whose declaration is lost makes it an undeclared one")
    func lostDeclaration() throws {
        // A generation that was ahead of the writer's clock: once approved, what follows is believed again, after a restart too.
        var ahead = ModelList(["a", "b", "c"])
        ahead.adopt()
        var past = ahead
        for _ in 0..<3 { ahead.adopt() }
        var held = Bench.following(ahead)
        past.writeElsewhere(100)
        past.declare(removing: ["b"])
        ahead.transact { list, zxid in
            list.delete("b", zxid: zxid)
            list.write(past.declaration, approval: nil, zxid: zxid)
        }
        _ = held.read(ahead)
        #expect(held.core.posture.reasons == [.declarationBehind])
        #expect(try held.approveHeld().stopped == ["b"])
        _ = held.restart()
        _ = held.connect()
        _ = held.read(ahead)
        ahead.declare(removing: ["c"])
        #expect(held.read(ahead).stopped == ["c"])

        var list = ModelList(["a", "b", "c"])
        list.adopt()
        var bench = Bench.following(list)
        list.scribble()
        list.remove("b")
        _ = bench.read(list)
        #expect(bench.core.posture.reasons == [.declarationLost])
        #expect(try bench.approveHeld().stopped == ["b"])
        #expect(bench.core.posture.state == .following)
        bench.pass(.seconds(61))
        list.remove("c")
        _ = bench.read(list)
        #expect(bench.readAtDeadline(list).stopped == ["c"])
    }
}
