import HoldfastCore
import Testing

@Suite("Gate 3: the history")
struct HistoryGateTests {
    @Test("an older list is asked for once more after a sync, and is believed if it was only a server that lagged")
    func laggingServer() {
        let old = ModelList("a")
        var list = old
        list.add("b")
        var bench = Bench.following(list)
        #expect(bench.read(old).contains(.read(afterSync: true)))
        #expect(bench.rows == [.stale])
        #expect(bench.core.posture.reasons == [.stale])
        _ = bench.read(list, afterSync: true)
        #expect(bench.core.posture.state == .following)
        #expect(bench.assigned == ["a", "b"])
    }

    @Test("a list that is older after a sync too was rewound: nothing starts, nothing stops")
    func rewound() {
        var old = ModelList("a", "x")
        var list = old
        list.remove("x")
        list.add("b")
        var bench = Bench()
        _ = bench.connect()
        _ = bench.read(list)
        old.set("a", payload: "of old")
        let directives = bench.read(old, afterSync: true)
        #expect(directives.started.isEmpty && directives.stopped.isEmpty && directives.updated.isEmpty)
        #expect(bench.rows.contains(.rewound))
        #expect(bench.core.posture.reasons.first == .historyRewound)
        #expect(bench.core.posture.removals.count == 1 && bench.core.posture.pendingStarts == 1)
    }

    @Test("later writes that lift a rewound list above the floor do not end the trouble")
    func rewoundAndLifted() {
        let old = ModelList("a")
        var list = old
        list.add("b")
        var bench = Bench.following(list)
        _ = bench.read(old, afterSync: true)
        var lifted = old
        for id in ["c", "d", "e"] as [ThingID] { lifted.add(id) }
        bench.pass(.seconds(60))
        let directives = bench.read(lifted)
        #expect(directives.started.isEmpty && directives.stopped.isEmpty)
        #expect(bench.readAtDeadline(lifted).isEmpty)
        #expect(bench.core.posture.reasons.first == .historyRewound)
        #expect(bench.assigned == ["a", "b"])
    }

    @Test("a rewound list that holds every assigned Thing is the new floor; what it holds besides waits for a new word")
    func rewoundButWhole() {
        let old = ModelList("a", "long gone")
        var list = old
        list.remove("long gone")
        var bench = Bench.following(list)
        _ = bench.read(old, afterSync: true)
        #expect(bench.core.posture.state == .following)
        #expect(bench.assigned == ["a"])
        #expect(bench.core.posture.pendingStarts == 1)
        var later = old
        later.remove("long gone")
        _ = bench.read(later)
        later.add("long gone")
        #expect(bench.read(later).started == ["long gone"])
    }

    @Test("an entry whose data went back shows an older state, though the list's own counts agree")
    func entryWentBack() {
        var old = ModelList("a", "b")
        var list = old
        list.set("a", payload: "new")
        var bench = Bench.following(list)
        #expect(bench.read(old).contains(.read(afterSync: true)))
        #expect(bench.core.posture.reasons == [.stale])
        old.remove("b")
        let directives = bench.read(old, afterSync: true)
        #expect(directives.updated.isEmpty && directives.stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.historyRewound])
    }

    @Test("a count of changes that does not lead to these names is another history", arguments: [Int32(0), 1, 2, 3])
    func countDiffers(skew: Int32) {
        var list = ModelList("a", "b", "c")
        var bench = Bench.following(list)
        list.remove("c")
        list.add("d")
        list.skewCount(by: skew)
        let directives = bench.read(list)
        if skew.isMultiple(of: 2) {
            #expect(directives.started == ["d"])
            #expect(bench.core.posture.state == .following)
        } else {
            #expect(directives.started.isEmpty)
            #expect(bench.rows.contains(.differs))
            #expect(bench.core.posture.reasons == [.historyDiffers])
        }
    }

    @Test("fewer changes counted than names came and went is another history")
    func countTooSmall() {
        var list = ModelList("a", "b", "c")
        var bench = Bench.following(list)
        list.remove("c")
        list.add("d")
        list.skewCount(by: -2)
        #expect(bench.read(list).started.isEmpty)
        #expect(bench.core.posture.reasons == [.historyDiffers])
    }

    @Test("the count of changes may wrap")
    func countWraps() {
        var list = ModelList("a", "b")
        list.skewCount(by: Int32.max - list.reading().namesStat.cversion)
        var bench = Bench.following(list)
        list.add("c")
        #expect(bench.read(list).started == ["c"])
        #expect(bench.core.posture.state == .following)
    }

    @Test("a re-created list stops nothing, and starts what is new after the settle time")
    func recreated() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        list.recreate(["a", "c"])
        let directives = bench.read(list)
        #expect(directives.started.isEmpty && directives.stopped.isEmpty)
        #expect(bench.rows.contains(.recreated))
        #expect(bench.core.posture.reasons == [.listRecreated, .settling])
        #expect(bench.readAtDeadline(list).started == ["c"])
        #expect(bench.core.posture.reasons == [.listRecreated])
        #expect(bench.assigned == ["a", "b", "c"])
        list.add("b")
        _ = bench.read(list)
        #expect(bench.core.posture.state == .following)
    }

    @Test("an entry that was taken off and put back counts as two changes")
    func replacedEntryCounts() {
        let backup = ModelList(["a", "b", "c", "d"])
        var list = backup
        list.add("e")
        var bench = Bench.following(list)
        list.restore(backup)
        list.writeElsewhere(50)
        list.remove("b")
        list.add("e")
        _ = bench.learn(list)
        #expect(bench.rows.contains(.differs))
        bench.pass(.seconds(10))
        #expect(bench.learn(list).stopped.isEmpty)

        var honest = Bench.following(list)
        list.remove("e")
        list.add("e")
        #expect(honest.read(list).refenced == ["e"])
        #expect(honest.core.posture.state == .following)
    }

    @Test("an entry that becomes ephemeral while a re-created list settles is known to be")
    func ephemeralWhileSettling() {
        var list = ModelList("a", "b", "c")
        var bench = Bench.following(list)
        list.recreate(["b", "c"])
        list.add("a", ephemeral: true)
        _ = bench.read(list)
        list.remove("a")
        _ = bench.read(list)
        #expect(bench.rows.contains(.ephemeralGone))
        #expect(bench.readAtDeadline(list).stopped.isEmpty)
    }

    @Test("what waits for a word waits on when the list was re-created and then is the old one again")
    func recreatedAndBack() {
        let old = ModelList(["a", "b", "x"])
        var list = old
        list.remove("x")
        var bench = Bench.following(list)
        _ = bench.learn(old)
        #expect(bench.core.posture.pendingStarts == 1)
        var other = old
        other.recreate(["a"])
        _ = bench.learn(other)
        #expect(bench.learn(old).started.isEmpty)
        #expect(bench.learn(old).started.isEmpty)
        #expect(bench.assigned == ["a", "b"])
    }

    @Test("stillness begins anew after trouble, though the revision is one that was seen before")
    func stillnessAfterTrouble() throws {
        let backup = ModelList(["a", "b", "c", "d"])
        var list = backup
        list.add("e")
        list.add("f")
        var bench = Bench.following(list)
        list.restore(backup)
        _ = bench.learn(list)
        bench.pass(.seconds(10))
        _ = try bench.approveHeld()
        list.remove("a")
        list.add("g")
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.readAtDeadline(list).stopped == ["a"])
    }

    @Test("a settle time that delays starts begins anew after an outage, also where nothing is assigned")
    func recreatedAndInterrupted() {
        var list = ModelList()
        var bench = Bench.following(list)
        list.recreate(["a"])
        #expect(bench.read(list).started.isEmpty)
        _ = bench.disconnect()
        bench.pass(.seconds(1))
        _ = bench.connect()
        bench.pass(.milliseconds(4500))
        #expect(bench.read(list).started.isEmpty)
        #expect(bench.readAtDeadline(list).started == ["a"])
    }

    @Test("an entry of another history that could not be read at first waits for a word like any other")
    func unreadOfAnotherHistory() {
        var list = ModelList("a", "x")
        let backup = list
        list.remove("x")
        var bench = Bench.following(list)
        list.restore(backup)
        list.writeElsewhere(10)
        list.add("b")
        list.remove("b")
        #expect(bench.read(.list(list.reading(unread: ["x"]))).started.isEmpty)
        #expect(bench.read(list).started.isEmpty)
        #expect(bench.core.posture.pendingStarts == 1)
        list.remove("x")
        list.add("x")
        #expect(bench.learn(list).started == ["x"])
    }

    @Test("what a re-created list says of payloads and fences is carried out after the settle time")
    func recreatedWithOtherPayload() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        list.recreate(["a", "b"])
        list.set("a", payload: "new")
        let directives = bench.read(list)
        #expect(directives.updated.isEmpty && directives.refenced.isEmpty)
        let settled = bench.readAtDeadline(list)
        #expect(settled.updated == ["a"] && settled.refenced == ["b"])
        #expect(bench.core.posture.state == .following)
    }

    @Test("an entry that goes with a session does so also while a re-created list settles")
    func recreatedWithEphemeral() {
        var list = ModelList("a", "b", "c")
        var bench = Bench.following(list)
        list.recreate(["a", "b"])
        list.add("c", ephemeral: true)
        _ = bench.read(list)
        list.remove("c")
        _ = bench.read(list)
        #expect(bench.readAtDeadline(list).stopped.isEmpty)
        #expect(bench.readAtDeadline(list).stopped.isEmpty)
        #expect(bench.core.posture.reasons.contains(.ephemeralGone))
    }

    @Test("what waits for a word of a rewound history does not wait in a re-created list")
    func recreatedAfterRewound() {
        let old = ModelList("a", "x")
        var list = old
        list.remove("x")
        var bench = Bench.following(list)
        _ = bench.read(old, afterSync: true)
        #expect(bench.core.posture.pendingStarts == 1)
        var wiped = ModelList()
        wiped.recreate(["a", "x"])
        _ = bench.read(wiped)
        #expect(bench.readAtDeadline(wiped).started == ["x"])
    }

    @Test("a server that lags behind what was seen in trouble does not end the trouble")
    func lagInTrouble() {
        let whole = ModelList("a", "b")
        var list = whole
        var bench = Bench.following(list)
        list.removeAll()
        _ = bench.read(list)
        #expect(bench.read(whole).contains(.read(afterSync: true)))
        list.add("a")
        _ = bench.read(list, afterSync: true)
        #expect(bench.readAtDeadline(list).stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.listEmpty])
    }

    @Test("after a re-created list is whole again, a true removal is carried out")
    func recreatedThenFollowed() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        list.recreate(["a", "b"])
        _ = bench.read(list)
        _ = bench.readAtDeadline(list)
        #expect(bench.core.posture.state == .following)
        list.remove("b")
        _ = bench.read(list)
        #expect(bench.readAtDeadline(list).stopped == ["b"])
    }
}
