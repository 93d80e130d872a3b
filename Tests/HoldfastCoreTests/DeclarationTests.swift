import HoldfastCore
import Testing

@Suite("Gate 4: the word of a declared list")
struct DeclarationTests {
    @Test("a declared removal is carried out at once, with the generation that proves it")
    func declaredRemoval() {
        var list = ModelList(["a", "b", "c"])
        list.replace(with: ["a", "b", "c"])
        var bench = Bench.following(list)
        list.declare(removing: ["b"])
        let directives = bench.read(list)
        #expect(directives.stopped == ["b"])
        #expect(directives.proofs.map(\.ground) == [.declared(generation: list.declaration?.generation ?? 0)])
        #expect(directives.proofs.map(\.revision) == [list.stat.pzxid])
        #expect(bench.rows == [.declared])
        #expect(bench.core.posture.state == .following)
    }

    @Test("a declared drain stops everything at once, also in a new session and above the brake")
    func drained() {
        var list = ModelList(["a", "b", "c"])
        list.adopt()
        var bench = Bench.following(list)
        _ = bench.disconnect(.sessionLost)
        bench.pass(.seconds(60))
        list.drain()
        _ = bench.connect(session: 2)
        #expect(bench.read(list).stopped == ["a", "b", "c"])
        #expect(bench.core.posture.state == .following)
        #expect(bench.core.nextDeadline == nil)
    }

    @Test("the last Thing of a declared list may go")
    func lastOfDeclared() {
        var list = ModelList(["a"])
        list.adopt()
        var bench = Bench.following(list)
        list.declare(removing: ["a"])
        #expect(bench.read(list).stopped == ["a"])
    }

    @Test("an entry swapped behind the declaration, so that the count agrees, stops nothing; the new one starts")
    func swappedBehind() {
        var list = ModelList(["a", "b"])
        list.adopt()
        var bench = Bench.following(list)
        list.remove("b")
        list.add("c")
        let directives = bench.read(list)
        #expect(directives.stopped.isEmpty && directives.started == ["c"])
        #expect(bench.rows.contains(.notCovering))
        #expect(bench.core.posture.reasons == [.declarationNotCovering])
        #expect(bench.core.posture.removals.map(\.waitsFor) == [.word])
        bench.pass(.seconds(3600))
        #expect(bench.read(list).stopped.isEmpty)
        list.adopt()
        #expect(bench.read(list).stopped == ["b"])
    }

    @Test("an entry removed behind the declaration, so that the count differs, stops nothing")
    func countDoesNotAgree() {
        var list = ModelList(["a", "b"])
        list.adopt()
        var bench = Bench.following(list)
        list.transact { list, zxid in
            list.delete("b", zxid: zxid)
            list.write(list.declaration, approval: nil, zxid: zxid)
        }
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.declarationNotCovering])
    }

    @Test("the same declaration, written once more after an entry was swapped, takes nothing off: it was said before")
    func sameDeclarationAgain() {
        var list = ModelList(["a", "b"])
        list.adopt()
        var bench = Bench.following(list)
        list.remove("b")
        list.add("c")
        _ = bench.read(list)
        list.approve(ApprovalToken(rawValue: "1-2-3"))
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.declarationNotCovering])
    }

    @Test("servers that went back to the accepted declaration do not take off what came behind it")
    func rewoundToAcceptedDeclaration() {
        var list = ModelList(["a", "b"])
        list.replace(with: ["a", "b"])
        let backup = list
        var bench = Bench.following(list)
        list.add("c")
        #expect(bench.read(list).started == ["c"])
        list.restore(backup)
        let directives = bench.learn(list)
        #expect(directives.stopped.isEmpty)
        #expect(bench.core.posture.reasons.first == .historyRewound)
        #expect(bench.assigned == ["a", "b", "c"])
    }

    @Test("a full statement that a restored backup brings back is not a new word, also where none was accepted since")
    func restoredStatement() throws {
        var list = ModelList(["a", "x"])
        list.replace(with: ["a", "x"])
        let backup = list
        list.drain()
        list.replace(with: ["b"])
        var bench = Bench.following(list)
        list.scribble()
        _ = bench.read(list)
        _ = try bench.approveHeld()
        _ = bench.restart()
        _ = bench.connect()
        list.restore(backup)
        let directives = bench.learn(list)
        #expect(directives.stopped.isEmpty && directives.started == ["b"])
        #expect(bench.rows.contains(.behind))
        list.replace(with: ["a"])
        #expect(bench.learn(list).stopped == ["b"])
    }

    @Test("while creations are outstanding absence proves nothing; what is listed starts")
    func unfinished() {
        var list = ModelList(["a", "b"])
        list.adopt()
        var bench = Bench.following(list)
        list.remove("b")
        list.declare(adding: ["c"], more: true)
        let directives = bench.read(list)
        #expect(directives.stopped.isEmpty && directives.started == ["c"])
        #expect(bench.rows.contains(.unfinished))
        #expect(bench.core.posture.reasons == [.declarationUnfinished])
        list.declare(adding: ["d"])
        let finished = bench.read(list)
        #expect(finished.stopped == ["b"] && finished.started == ["d"])
        #expect(bench.core.posture.state == .following)
    }

    @Test("a declaration that is neither whole nor descended stops nothing, and starts what is new")
    func otherLineage() {
        var list = ModelList(["a", "b"])
        list.adopt()
        var bench = Bench.following(list)
        list.scribble()
        list.declare(adding: ["c"], removing: ["b"])
        let directives = bench.read(list)
        #expect(directives.stopped.isEmpty && directives.started == ["c"])
        #expect(bench.rows.contains(.otherLineage))
        #expect(bench.core.posture.reasons == [.declarationOfOtherLineage])
        list.replace(with: ["a", "c"])
        #expect(bench.read(list).stopped == ["b"])
    }

    @Test(
        "what a word put on the list that was never accepted is not taken off by another history, however far that goes on"
    )
    func unacceptedWord() {
        var list = ModelList(["a", "b"])
        list.adopt()
        var bench = Bench.following(list)
        let backup = list
        list.declare(adding: ["c"], removing: ["b"], more: true)
        #expect(bench.read(list).started == ["c"])
        list.restore(backup)
        _ = bench.learn(list)
        for thing: ThingID in ["d", "e", "f"] {
            list.declare(adding: [thing])
            #expect(bench.learn(list).stopped.isEmpty)
            #expect(bench.rows.contains(.otherLineage))
            _ = bench.restart()
            _ = bench.connect()
        }
        list.replace(with: ["a", "b"])
        #expect(bench.learn(list).stopped.contains("c"))
    }

    @Test("a declaration older than the accepted one stops nothing, whole or not")
    func behind() {
        var list = ModelList(["a", "b"])
        list.adopt()
        let old = list.declaration
        list.adopt()
        var bench = Bench.following(list)
        list.transact { list, zxid in
            list.delete("b", zxid: zxid)
            list.create("c", zxid: zxid)
            var said = old
            said?.isWhole = true
            list.write(said, approval: nil, zxid: zxid)
        }
        let directives = bench.read(list)
        #expect(directives.stopped.isEmpty && directives.started == ["c"])
        #expect(bench.rows.contains(.behind))
        #expect(bench.core.posture.reasons == [.declarationBehind])
    }

    @Test("a whole declaration is believed at once in a rewound list, and in a re-created one")
    func wholeInTrouble() {
        var list = ModelList(["a", "b", "c"])
        list.adopt()
        let backup = list
        list.declare(adding: ["d"])
        var bench = Bench.following(list)
        list.restore(backup)
        #expect(bench.learn(list).stopped.isEmpty)
        list.replace(with: ["a", "e"])
        let rewound = bench.learn(list)
        #expect(rewound.stopped == ["b", "c", "d"] && rewound.started == ["e"])
        #expect(bench.rows.contains(.declaredAnew))
        #expect(bench.core.posture.state == .following)

        list.wipe([])
        #expect(bench.learn(list).stopped.isEmpty)
        list.replace(with: ["e", "f"])
        let recreated = bench.learn(list)
        #expect(recreated.stopped == ["a"] && recreated.started == ["f"])
        #expect(bench.core.posture.state == .following)
    }

    @Test("a list written anew in parts, declared, stops nothing before its last part")
    func wipedAndDeclaredInParts() {
        var list = ModelList(["a", "b", "c"])
        list.adopt()
        var bench = Bench.following(list)
        list.wipe([])
        _ = bench.learn(list)
        list.declare(adding: ["a"], whole: true, more: true)
        #expect(bench.read(list).stopped.isEmpty)
        list.declare(adding: ["b"], whole: true, more: true)
        #expect(bench.read(list).stopped.isEmpty)
        list.declare(adding: ["x"], whole: true)
        let directives = bench.read(list)
        #expect(directives.stopped == ["c"] && directives.started == ["x"])
        #expect(bench.core.posture.state == .following)
    }

    @Test("a declaration that is lost freezes everything; one that follows from the accepted one ends that")
    func lostAndRegained() {
        var list = ModelList(["a", "b"])
        list.adopt()
        let before = list.declaration
        var bench = Bench.following(list)
        list.scribble()
        list.remove("b")
        list.add("c")
        let directives = bench.read(list)
        #expect(directives.started.isEmpty && directives.stopped.isEmpty)
        #expect(bench.rows.contains(.declarationLost))
        #expect(bench.core.posture.reasons == [.declarationLost])
        #expect(bench.core.posture.pendingStarts == 1)
        bench.pass(.seconds(60))
        #expect(bench.read(list).stopped.isEmpty)
        list.transact { list, zxid in list.write(before, approval: nil, zxid: zxid) }
        list.adopt()
        let regained = bench.read(list)
        #expect(regained.started == ["c"] && regained.stopped == ["b"])
        #expect(bench.core.posture.state == .following)
    }

    @Test("adoption stops nothing, and a descended removal is believed from then on")
    func adopted() {
        var list = ModelList(["a", "b"])
        var bench = Bench.following(list)
        list.adopt()
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.posture.state == .following)
        list.declare(removing: ["a"])
        #expect(bench.read(list).stopped == ["a"])
    }

    @Test("a list that was adopted and changed while nobody looked is held until it is stated in full")
    func adoptedUnseen() {
        var list = ModelList(["a", "b"])
        var bench = Bench.following(list)
        list.adopt()
        list.declare(removing: ["a"])
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.declarationOfOtherLineage])
        list.declare(adding: ["c"])
        #expect(bench.read(list).stopped.isEmpty)
        list.replace(with: ["b", "c"])
        #expect(bench.read(list).stopped == ["a"])
    }

    @Test(
        "the change that follows a restored backup stops nothing that was lost, starts nothing that was gone; a replace ends it"
    )
    func restoredBackup() {
        var list = ModelList(["a", "x"])
        list.adopt()
        let backup = list
        list.declare(removing: ["x"])
        list.declare(adding: ["b"])
        var bench = Bench.following(list)
        #expect(bench.assigned == ["a", "b"])
        list.restore(backup)
        list.declare(adding: ["c"])
        let directives = bench.learn(list)
        #expect(directives.stopped.isEmpty && !directives.started.contains("x"))
        #expect(bench.core.posture.isHolding)
        list.declare(removing: ["c"])
        #expect(bench.learn(list).stopped.isEmpty)
        list.replace(with: ["a", "x"])
        let replaced = bench.learn(list)
        #expect(replaced.stopped == ["b"] && replaced.started == ["x"])
        #expect(bench.core.posture.state == .following)
    }

    @Test("the same when later writes lift the restored list above the floor")
    func restoredAndLifted() {
        var list = ModelList(["a", "x"])
        list.adopt()
        let backup = list
        list.declare(removing: ["x"])
        list.declare(adding: ["b"])
        var bench = Bench.following(list)
        list.restore(backup)
        list.writeElsewhere(100)
        list.declare(adding: ["c"])
        list.declare(removing: ["c"])
        list.declare(adding: ["d"])
        let directives = bench.learn(list)
        #expect(directives.stopped.isEmpty && !directives.started.contains("x"))
        #expect(bench.assigned.contains("b"))
    }

    @Test("a lineage reaches back 64 generations, and no further", arguments: [64, 65])
    func lineageLimit(generations: Int) {
        var list = ModelList(["a", "b"])
        list.adopt()
        var bench = Bench.following(list)
        list.declare(removing: ["b"])
        for _ in 1..<generations { list.adopt() }
        #expect(list.declaration?.lineage.count == Declaration.lineageLimit)
        let stopped = bench.read(list).stopped
        #expect(stopped == (generations <= 64 ? ["b"] : []))
    }

    @Test("a declared payload is told at once")
    func declaredUpdate() {
        var list = ModelList(["a"])
        list.adopt()
        var bench = Bench.following(list)
        list.update("a", payload: "new")
        #expect(bench.read(list).updated == ["a"])
        #expect(bench.core.posture.state == .following)
    }

    @Test("nine tenths removed at once are held, and a declaration releases them")
    func massRemovalDeclared() {
        let ids = (0..<10).map { ThingID("thing-\($0)") }
        var list = ModelList(ids)
        var bench = Bench.following(list)
        list.remove(Array(ids.dropFirst()))
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.braked])
        list.replace(with: [ids[0]])
        #expect(bench.read(list).stopped == Array(ids.dropFirst()))
    }

    @Test("an ephemeral entry that a declaration takes off goes")
    func declaredEphemeral() {
        var list = ModelList(["a"])
        list.add("b", ephemeral: true)
        list.adopt()
        var bench = Bench.following(list)
        list.declare(removing: ["b"])
        #expect(bench.read(list).stopped == ["b"])
    }
}
