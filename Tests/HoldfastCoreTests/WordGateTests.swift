import HoldfastCore
import Testing

@Suite("Gate 4: the word of a list without a declaration")
struct WordGateTests {
    @Test("what is listed starts, in the order of the ids")
    func listedStarts() {
        var bench = Bench()
        _ = bench.connect()
        #expect(bench.read(ModelList("c", "a", "b")).started == ["a", "b", "c"])
        #expect(bench.rows == [.undeclared])
        #expect(bench.core.posture.state == .following)
    }

    @Test("an absent Thing stops once the list has held still, with the revision that proves it")
    func absentStops() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        list.remove("b")
        bench.pass(.seconds(1))
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.posture.state == .following)
        #expect(bench.core.posture.removals.count == 1)
        #expect(bench.core.nextDeadline == bench.now + .milliseconds(500))
        let proofs = bench.readAtDeadline(list).proofs
        #expect(proofs.map(\.thing) == ["b"])
        #expect(proofs.map(\.description) == ["absent at revision \(list.reading().namesStat.pzxid)"])
        #expect(bench.core.posture.removals.count == 0)
        #expect(bench.core.nextDeadline == nil)
    }

    @Test("the clock alone stops nothing: the list is read once more")
    func clockAloneStopsNothing() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        list.remove("b")
        _ = bench.read(list)
        bench.pass(.seconds(10))
        #expect(bench.reachDeadline() == [.read(afterSync: false)])
        #expect(bench.core.nextDeadline == nil)
        #expect(bench.assigned == ["a", "b"])
    }

    @Test("a reading that began before the list had held still long enough proves nothing")
    func readingBegunTooEarly() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        list.remove("b")
        _ = bench.read(list)
        let begun = bench.now + .milliseconds(499)
        bench.pass(.seconds(2))
        #expect(bench.read(list, begun: begun).stopped.isEmpty)
        #expect(bench.read(list).stopped == ["b"])
    }

    @Test("a list that is deleted one by one never holds still, and ends in trouble")
    func deletedOneByOne() {
        let ids = (0..<50).map { ThingID("thing-\($0)") }
        var list = ModelList()
        for id in ids { list.add(id) }
        var bench = Bench.following(list)
        for id in ids {
            bench.pass(.milliseconds(400))
            list.remove(id)
            #expect(bench.read(list).stopped.isEmpty)
        }
        #expect(bench.core.posture.reasons == [.listEmpty, .braked])
        _ = bench.read(.missing)
        bench.pass(.seconds(3600))
        #expect(bench.reachDeadline().isEmpty)
        #expect(bench.assigned.count == 50)
    }

    @Test("an empty list is trouble until it holds every assigned Thing again")
    func emptied() {
        var list = ModelList("a", "b", "c")
        var bench = Bench.following(list)
        list.removeAll()
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.rows.contains(.empty) && bench.rows.contains(.inTrouble))
        #expect(bench.core.posture.reasons == [.listEmpty])
        #expect(bench.core.posture.removals.count == 3)
        for id in ["a", "b"] as [ThingID] {
            list.add(id)
            bench.pass(.seconds(10))
            #expect(bench.read(list).stopped.isEmpty)
            #expect(bench.core.posture.reasons.first == .listEmpty)
        }
        list.add("c")
        _ = bench.read(list)
        #expect(bench.core.posture.state == .following)
        list.remove("a")
        _ = bench.read(list)
        #expect(bench.readAtDeadline(list).stopped == ["a"])
    }

    @Test("a held Thing that returns makes every wait begin anew")
    func returnRestartsWaits() {
        var list = ModelList("a", "b", "c", "d")
        var bench = Bench.following(list)
        list.remove("b")
        list.remove("c")
        _ = bench.read(list)
        bench.pass(.milliseconds(400))
        list.add("c")
        #expect(bench.read(list).refenced == ["c"])
        #expect(bench.core.nextDeadline == bench.now + .milliseconds(500))
        #expect(bench.readAtDeadline(list).stopped == ["b"])
    }

    @Test("a payload that changes is told; a fence that changes alone disturbs nothing")
    func changes() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        list.set("a", payload: "new")
        list.remove("b")
        list.add("b")
        let directives = bench.read(list)
        #expect(directives.updated == ["a"])
        #expect(directives.refenced == ["b"])
        #expect(directives.stopped.isEmpty && directives.started.isEmpty)
    }

    @Test("the going of an ephemeral entry says that its writer ended, not that it was taken off")
    func ephemeralGone() {
        var list = ModelList("a")
        list.add("b", ephemeral: true)
        var bench = Bench.following(list)
        list.remove("b")
        _ = bench.read(list)
        #expect(bench.rows.contains(.ephemeralGone))
        #expect(bench.core.posture.reasons == [.ephemeralGone])
        #expect(bench.readAtDeadline(list).stopped.isEmpty)
        list.add("b", ephemeral: true)
        _ = bench.read(list)
        #expect(bench.core.posture.state == .following)
    }

    @Test("a Thing that was stopped and is listed again starts again")
    func stoppedAndListedAgain() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        list.remove("b")
        _ = bench.read(list)
        _ = bench.readAtDeadline(list)
        list.add("b")
        #expect(bench.read(list).started == ["b"])
    }

    @Test("an outage makes the list prove its stillness anew")
    func outageRestartsQuiet() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        list.remove("b")
        _ = bench.read(list)
        _ = bench.disconnect()
        bench.pass(.seconds(1))
        _ = bench.connect()
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.readAtDeadline(list).stopped == ["b"])
    }

    @Test("a posture is reported when it changes, and once")
    func postureOnce() {
        let list = ModelList("a")
        var bench = Bench.following(list)
        bench.pass(.seconds(1))
        let first = bench.disconnect()
        #expect(first.postures.map(\.since) == [bench.now])
        bench.pass(.seconds(1))
        #expect(bench.disconnect().postures.isEmpty)
    }
}
