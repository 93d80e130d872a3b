import HoldfastCore
import Testing

@Suite("Generations from the future")
struct FutureGenerationTests {
    @Test("a generation that no clock will reach proves nothing, and is outgrown by the next full statement")
    func heldAndOutgrown() {
        var list = ModelList("a", "b")
        list.adopt()
        var bench = Bench.following(list)
        list.remove("b")
        list.stateFarAhead()
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.declarationFromTheFuture])
        list.replace(with: ["a"])
        #expect(bench.read(list).stopped == ["b"])
        list.declare(adding: ["c"])
        #expect(bench.read(list).started == ["c"])
    }

    @Test("where it was believed once, a full statement that puts itself in its place is believed")
    func superseded() {
        var list = ModelList("a", "b")
        list.stateFarAhead()
        var bench = Bench()
        // An older version believed it, and so does a worker that does not know the time.
        bench.date = nil
        _ = bench.connect()
        _ = bench.read(list)
        bench.date = 1_700_000_000_000
        list.replace(with: ["a"])
        #expect(bench.read(list).stopped == ["b"])
        list.declare(removing: ["a"])
        #expect(bench.read(list).stopped == ["a"])
    }

    @Test("the statement that outgrew it is past when it comes back with a backup")
    func supersedingIsPast() {
        var list = ModelList("a", "b")
        list.stateFarAhead()
        var bench = Bench()
        bench.date = nil
        _ = bench.connect()
        _ = bench.read(list)
        bench.date = 1_700_000_000_000
        list.replace(with: ["a"])
        _ = bench.read(list)
        let backup = list
        list.declare(adding: ["c"])
        _ = bench.read(list)
        list.restore(backup)
        #expect(bench.learn(list).stopped.isEmpty)
        #expect(bench.assigned == ["a", "c"])
    }

    @Test("a writer's clock that is some hours ahead is no future")
    func hoursAhead() {
        var list = ModelList("a", "b")
        list.clockError = 20 * 3_600_000
        list.adopt()
        var bench = Bench.following(list)
        list.declare(removing: ["b"])
        #expect(bench.read(list).stopped == ["b"])
    }

    @Test("a worker whose own clock stands in 1970 holds, and an operator's approval releases it")
    func ownClock() throws {
        var list = ModelList("a", "b")
        list.adopt()
        var bench = Bench.following(list)
        bench.date = 0
        let settings = bench.core.settings
        var fresh = Bench(settings)
        fresh.date = 0
        _ = fresh.connect()
        _ = fresh.read(list)
        #expect(fresh.assigned == ["a", "b"])
        list.declare(removing: ["b"])
        // The worker that knows the generation before is not led astray by its clock.
        #expect(bench.read(list).stopped == ["b"])
        #expect(fresh.read(list).stopped.isEmpty)
        #expect(try fresh.approveHeld().stopped == ["b"])
    }
}
