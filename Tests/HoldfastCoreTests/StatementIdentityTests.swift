import HoldfastCore
import Testing

@Suite("Numbers that two histories can both produce")
struct StatementIdentityTests {
    @Test("a lineage of another history with the very generations of the old one is no descendant")
    func generationsCollide() {
        // The writer's clock is an hour ahead, and set back: generations are counted on by one.
        var list = ModelList("a", "b", "c", "d")
        list.clockError = 3_600_000
        list.adopt()
        list.clockError = 0
        let backup = list
        var bench = Bench.following(list)
        for id in ["e", "f", "g"] as [ThingID] {
            list.declare(adding: [id])
            _ = bench.read(list)
        }
        #expect(bench.assigned == ["a", "b", "c", "d", "e", "f", "g"])
        list.restore(backup)
        for id in ["s", "t", "u", "v", "w"] as [ThingID] {
            list.declare(adding: [id])
            #expect(bench.learn(list).stopped.isEmpty)
        }
        #expect(Set(bench.assigned).isSuperset(of: ["e", "f", "g"]))
        #expect(bench.core.posture.reasons.contains { [.declarationOfOtherLineage, .declarationBehind].contains($0) })
    }

    @Test("of two statements of one generation only the one that was read first is known")
    func sameGeneration() {
        var list = ModelList("a", "b", "c")
        list.adopt()
        var other = list
        var bench = Bench.following(list)
        list.declare(adding: ["d"])
        _ = bench.read(list)
        other.statements = 100
        other.declare(removing: ["a"])
        other.writeElsewhere(10)
        other.replace(with: ["b"])
        var impostor = list
        impostor.restore(list)
        let declared = list.declaration.map {
            Declaration(
                id: StatementID(generation: $0.generation, mark: 99), count: 1, isWhole: true, lineage: $0.lineage)
        }
        impostor.transact { list, zxid in
            for id in ["a", "c", "d"] as [ThingID] { list.delete(id, zxid: zxid) }
            list.write(declared, approval: nil, zxid: zxid)
        }
        #expect(bench.read(impostor).stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.declarationBehind])
    }

    @Test("a declaration without marks is read by its generations alone, as before")
    func withoutMarks() {
        var list = ModelList("a", "b")
        list.transact { list, zxid in list.write(Declaration(id: 10, count: 2), approval: nil, zxid: zxid) }
        var bench = Bench.following(list)
        list.transact { list, zxid in
            list.delete("b", zxid: zxid)
            list.write(Declaration(id: 11, count: 1, lineage: [10]), approval: nil, zxid: zxid)
        }
        #expect(bench.read(list).stopped == ["b"])
    }

    @Test("a statement that was prepared for a node that was deleted and made anew meanwhile covers nothing")
    func preparedForAnotherNode() {
        var list = ModelList("a", "b", "c", "d", "e")
        list.adopt()
        var bench = Bench.following(list)
        let found = list.declaration
        let node = list.stat.identity.czxid
        // Somebody deletes the list by hand and writes it anew, with as many writes of its data.
        list.recreate(["a"])
        list.transact { list, zxid in
            let next = Declaration(
                id: StatementID(generation: (found?.generation ?? 0) + 1, mark: 7), count: 1,
                lineage: found.map { [$0.id] } ?? [], node: node)
            list.write(next, approval: nil, zxid: zxid)
        }
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.posture.reasons.contains(.declarationNotCovering))
    }

    @Test("an approval of one reading is not one of another that a second restore of the same backup led to")
    func approvalOverTwoRestores() throws {
        let backup = ModelList("a", "b", "c", "d")
        var list = backup
        list.add("e")
        var bench = Bench.following(list)
        var first = list
        first.restore(backup)
        first.remove("a")
        _ = bench.learn(first)
        let token = try #require(bench.core.posture.approvalToken)
        var second = list
        second.restore(backup)
        second.remove("b")
        _ = bench.learn(second)
        #expect(bench.approve(token) == nil)
        #expect(bench.assigned == ["a", "b", "c", "d", "e"])
    }
}
