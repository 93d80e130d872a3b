import HoldfastCore
import Testing

@Suite("A start from the last known good")
struct ColdStartTests {
    @Test("without a server what was kept runs after a short wait, and the posture holds")
    func withoutServer() {
        var bench = Bench.following(ModelList("a", "b"))
        #expect(bench.restart().started.isEmpty)
        #expect(bench.core.posture.suspended == ["a": .notYetKnown, "b": .notYetKnown])
        #expect(bench.core.nextDeadline == bench.now + bench.core.settings.coldStart)
        bench.pass(bench.core.settings.coldStart)
        #expect(bench.reachDeadline().started == ["a", "b"])
        #expect(bench.core.posture.reasons == [.connecting])
        #expect(bench.core.nextDeadline == nil)
    }

    @Test("a reading that comes first starts what was kept, with what it says now")
    func readingFirst() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        list.set("a", payload: "new")
        _ = bench.restart()
        _ = bench.connect()
        let directives = bench.read(list)
        #expect(directives.started == ["a", "b"] && directives.updated.isEmpty)
        #expect(bench.core.assignments.first?.payload == Array("new".utf8))
        #expect(bench.startedTwice.isEmpty)
    }

    @Test("what is absent at the first reading runs, and goes only on proof")
    func absentAtFirst() {
        var list = ModelList("a", "b", "c")
        var bench = Bench.following(list)
        _ = bench.restart()
        list.remove("c")
        _ = bench.connect()
        let directives = bench.read(list)
        #expect(directives.started == ["a", "b", "c"] && directives.stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.settling])
        #expect(bench.core.nextDeadline == bench.now + .seconds(5))
        #expect(bench.readAtDeadline(list).stopped == ["c"])
    }

    @Test("a declared removal is believed at the first reading")
    func declaredAtFirst() {
        var list = ModelList("a", "b")
        list.adopt()
        var bench = Bench.following(list)
        _ = bench.restart()
        list.declare(removing: ["b"])
        _ = bench.connect()
        let directives = bench.read(list)
        #expect(directives.started == ["a"] && directives.stopped == ["b"])
    }

    @Test("what is too old waits to be listed, and is held against the floor all the same")
    func tooOld() {
        var list = ModelList("a", "b", "c")
        var bench = Bench.following(list)
        _ = bench.restart(age: .seconds(8 * 24 * 3600))
        #expect(bench.core.nextDeadline == nil)
        bench.pass(.seconds(3600))
        #expect(bench.reachDeadline().started.isEmpty)
        list.remove(["b", "c"])
        _ = bench.connect()
        #expect(bench.read(list).started == ["a"])
        #expect(bench.core.posture.reasons.first == .braked)
        #expect(bench.core.posture.suspended == ["b": .notYetKnown, "c": .notYetKnown])
        list.add("b")
        #expect(bench.read(list).started == ["b"])
    }

    @Test("an operator's stop survives, until he starts it")
    func operatorsStop() {
        let list = ModelList("a", "b")
        var bench = Bench.following(list)
        #expect(bench.stop("a")?.suspended == ["a"])
        #expect(bench.stop("zz") == nil && bench.resume("zz") == nil)
        #expect(bench.read(list).started.isEmpty)
        _ = bench.restart()
        bench.pass(.seconds(1))
        #expect(bench.reachDeadline().started == ["b"])
        _ = bench.connect()
        #expect(bench.read(list).started.isEmpty)
        #expect(bench.core.posture.suspended == ["a": .stoppedByOperator])
        #expect(bench.resume("a")?.started == ["a"])
        _ = bench.restart()
        bench.pass(.seconds(1))
        #expect(bench.reachDeadline().started == ["a", "b"])
    }

    @Test("a restarted worker does not believe the past, nor another history, nor a list that was made anew")
    func floorIsKept() {
        let old = ModelList(["a", "x"])
        var list = old
        list.remove("x")
        list.add("b")
        var fresh = Bench()
        _ = fresh.connect()
        _ = fresh.read(list)

        var bench = fresh
        _ = bench.restart()
        _ = bench.connect()
        #expect(bench.read(old).contains(.read(afterSync: true)))
        let rewound = bench.read(old, afterSync: true)
        #expect(rewound.started == ["a", "b"] && rewound.stopped.isEmpty)
        #expect(bench.core.posture.reasons.contains(.historyRewound))

        bench = fresh
        _ = bench.restart()
        _ = bench.connect()
        var other = list
        other.remove("b")
        other.skewCount(by: 1)
        _ = bench.learn(other)
        #expect(bench.core.posture.reasons.contains(.historyDiffers))

        bench = fresh
        _ = bench.restart()
        _ = bench.connect()
        var wiped = list
        wiped.wipe(["a", "new"])
        let recreated = bench.learn(wiped)
        #expect(recreated.started == ["a", "b"] || recreated.started == ["b"])
        #expect(bench.core.posture.reasons.contains(.listRecreated))
    }

    @Test("trouble, what waits for a word, and the declaration survive a restart")
    func troubleIsKept() {
        // A re-created list goes on settling.
        var made = ModelList(["a", "b"])
        var settling = Bench.following(made)
        made.recreate(["a", "x"])
        _ = settling.read(made)
        _ = settling.restart()
        _ = settling.connect()
        #expect(!settling.read(made).started.contains("x"))
        settling.pass(.seconds(6))
        #expect(settling.read(made).started == ["x"])

        var list = ModelList(["a", "b", "x"])
        list.adopt()
        let backup = list
        list.declare(removing: ["x"])
        var bench = Bench.following(list)
        list.restore(backup)
        _ = bench.learn(list)
        let kept = bench.core.lastKnownGood
        #expect(kept.awaitingWord.keys.map { $0 } == ["x"])
        _ = bench.restart()
        #expect(bench.core.lastKnownGood == kept)
        _ = bench.connect()
        let directives = bench.learn(list)
        #expect(directives.started == ["a", "b"] && directives.stopped.isEmpty)
        #expect(bench.core.posture.pendingStarts == 1)

        list = ModelList(["a", "b", "c"])
        bench = Bench.following(list)
        list.removeAll()
        _ = bench.read(list)
        _ = bench.restart()
        _ = bench.connect()
        list.add("a")
        _ = bench.read(list)
        #expect(bench.core.posture.reasons.first == .listEmpty)
        bench.pass(.seconds(60))
        #expect(bench.read(list).stopped.isEmpty)
    }

    @Test("what changed is to be saved, and nothing is where nothing changed")
    func saves() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        let saves = bench.saves
        #expect(saves > 0)
        _ = bench.read(list)
        _ = bench.audit()
        #expect(bench.saves == saves)
        list.remove("b")
        _ = bench.read(list)
        #expect(bench.saves > saves)
    }
}
