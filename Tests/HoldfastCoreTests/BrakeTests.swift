import HoldfastCore
import Testing

@Suite("Gate 4: the brake of a list without a declaration")
struct BrakeTests {
    private let ids = (0..<10).map { ThingID("thing-\($0)") }

    @Test("nine tenths removed at once are held whole, however long")
    func massRemoval() {
        var list = ModelList(ids)
        var bench = Bench.following(list)
        list.remove(Array(ids.dropFirst()))
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.rows.contains(.braked) && bench.rows.contains(.inTrouble))
        #expect(bench.core.posture.reasons == [.braked])
        #expect(bench.core.posture.removals.count == 9)
        #expect(bench.core.posture.removals.allSatisfy { $0.waitsFor == .word })
        bench.pass(.seconds(3600))
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.nextDeadline == nil)
    }

    @Test("half may go at once, one more may not", arguments: [5, 6])
    func half(going: Int) {
        var list = ModelList(ids)
        var bench = Bench.following(list)
        list.remove(Array(ids.prefix(going)))
        _ = bench.read(list)
        #expect(bench.readAtDeadline(list).stopped == (going == 5 ? Array(ids.prefix(5)) : []))
        #expect(bench.core.posture.isHolding == (going == 6))
    }

    @Test("removals one by one add up, and are held once more than half went within a minute")
    func addUp() {
        var list = ModelList(ids)
        var bench = Bench.following(list)
        var stopped = 0
        for id in ids.prefix(6) {
            bench.pass(.seconds(2))
            list.remove(id)
            _ = bench.read(list)
            stopped += bench.readAtDeadline(list).stopped.count
        }
        #expect(stopped == 5)
        #expect(bench.core.posture.reasons == [.braked])
        bench.pass(.seconds(3600))
        #expect(bench.read(list).stopped.isEmpty)
    }

    @Test("what went more than a minute ago counts no longer")
    func countsAMinute() {
        var list = ModelList(ids)
        var bench = Bench.following(list)
        for id in ids.prefix(9) {
            list.remove(id)
            _ = bench.read(list)
            #expect(bench.readAtDeadline(list).stopped == [id])
            bench.pass(.seconds(61))
        }
        #expect(bench.core.posture.state == .following)
    }

    @Test("the last one never goes without a word")
    func lastOne() {
        var list = ModelList(["a", "b"])
        var bench = Bench.following(list)
        list.remove("a")
        _ = bench.read(list)
        #expect(bench.readAtDeadline(list).stopped == ["a"])
        bench.pass(.seconds(3600))
        _ = bench.read(list)
        list.remove("b")
        #expect(bench.read(list).stopped.isEmpty)
        bench.pass(.seconds(3600))
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.listEmpty])
    }

    @Test("a swap lets the old one go once the new one has been assigned for a minute", arguments: [30, 61])
    func swap(seconds: Int) {
        var list = ModelList(["a"])
        var bench = Bench.following(list)
        bench.pass(.seconds(600))
        list.add("b")
        #expect(bench.read(list).started == ["b"])
        bench.pass(.seconds(seconds))
        list.remove("a")
        _ = bench.read(list)
        #expect(bench.readAtDeadline(list).stopped == (seconds > 60 ? ["a"] : []))
        #expect(bench.core.posture.isHolding == (seconds < 60))
    }

    @Test("what came within the minute does not make room for what was there before")
    func arrivalsMakeNoRoom() {
        var list = ModelList(["a", "b", "c", "d"])
        var bench = Bench.following(list)
        for id in ids { list.add(id) }
        _ = bench.read(list)
        list.remove(["a", "b", "c"])
        _ = bench.read(list)
        #expect(bench.core.posture.reasons == [.braked])
        #expect(bench.readAtDeadline(list).stopped.isEmpty)
    }

    @Test("what came and went within the minute may go")
    func cameAndWent() {
        var list = ModelList(["a", "b", "c", "d"])
        var bench = Bench.following(list)
        list.add("e")
        list.add("f")
        _ = bench.read(list)
        list.remove(["e", "f"])
        _ = bench.read(list)
        #expect(bench.readAtDeadline(list).stopped == ["e", "f"])
    }

    @Test("what was declared to go does not count")
    func declaredDoesNotCount() throws {
        var list = ModelList(ids)
        var bench = Bench.following(list)
        list.replace(with: Array(ids.prefix(4)))
        #expect(bench.read(list).stopped.count == 6)
        #expect(bench.core.posture.state == .following)
        list.scribble()
        _ = bench.read(list)
        _ = try bench.approveHeld()
        list.remove(Array(ids.prefix(2)))
        _ = bench.read(list)
        #expect(bench.readAtDeadline(list).stopped == Array(ids.prefix(2)))
    }

    @Test("a braked list that is whole again is followed")
    func wholeAgain() {
        var list = ModelList(ids)
        var bench = Bench.following(list)
        let gone = Array(ids.dropFirst())
        list.remove(gone)
        _ = bench.read(list)
        for id in gone.dropLast() {
            list.add(id)
            #expect(bench.read(list).stopped.isEmpty)
            #expect(bench.core.posture.reasons == [.braked])
        }
        list.add(ids[9])
        _ = bench.read(list)
        #expect(bench.rows.contains(.wholeAgain))
        #expect(bench.core.posture.state == .following)
    }
}
