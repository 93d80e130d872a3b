import HoldfastCore
import Testing

@Suite("Quarantine of a Thing that keeps failing")
struct QuarantineTests {
    private let rest = QuarantineRule().rest

    /// A core with a Thing that failed ten times.
    private func quarantined() -> (Bench, ModelList) {
        let list = ModelList("a", "b")
        var bench = Bench.following(list)
        for _ in 0..<10 { _ = bench.fail("a") }
        return (bench, list)
    }

    @Test("one that failed ten times within the window is left alone, reported, and stays assigned")
    func quarantines() {
        var bench = Bench.following(ModelList("a", "b"))
        for _ in 0..<9 {
            #expect(bench.fail("a").isEmpty)
            bench.pass(.seconds(10))
        }
        let directives = bench.fail("a")
        #expect(directives.first == .suspend("a", .quarantined(until: bench.now + rest)))
        #expect(directives.postures.map(\.suspended.count) == [1])
        #expect(bench.core.posture.state == .following)
        #expect(bench.assigned == ["a", "b"] && bench.running == ["b"])
    }

    @Test("failures that are spread out do not count together")
    func spreadOut() {
        var bench = Bench.following(ModelList("a"))
        for _ in 0..<100 {
            #expect(bench.fail("a").isEmpty)
            bench.pass(.seconds(67))
        }
    }

    @Test("no rule, no quarantine")
    func noRule() {
        var settings = Settings()
        settings.quarantine.failures = 0
        var bench = Bench.following(ModelList("a"), settings)
        for _ in 0..<100 { #expect(bench.fail("a").isEmpty) }
    }

    @Test("it counts also while nothing is known")
    func whileHolding() {
        var bench = Bench.following(ModelList("a"))
        _ = bench.disconnect()
        for _ in 0..<10 { _ = bench.fail("a") }
        #expect(bench.running.isEmpty)
        bench.pass(rest)
        #expect(bench.reachDeadline().started == ["a"])
    }

    @Test("it runs again when the rest is over, and its failures are forgotten")
    func restEnds() {
        var (bench, _) = quarantined()
        #expect(bench.core.nextDeadline == bench.now + rest)
        bench.pass(rest)
        #expect(bench.reachDeadline().started == ["a"])
        #expect(bench.fail("a").isEmpty)
        #expect(bench.core.posture.suspended.isEmpty)
    }

    @Test("a reading that shows it unchanged leaves it alone")
    func unchanged() {
        var (bench, list) = quarantined()
        #expect(bench.read(list).started.isEmpty)
        _ = bench.disconnect(.sessionLost)
        _ = bench.connect(session: 2)
        #expect(bench.read(list).started.isEmpty)
    }

    @Test("a changed payload, or being assigned anew, starts it again", arguments: [true, false])
    func changed(payload: Bool) {
        var (bench, list) = quarantined()
        if payload {
            list.set("a", payload: "new")
        } else {
            list.remove("a")
            list.add("a")
        }
        let directives = bench.read(list)
        #expect(directives.started == ["a"])
        #expect(directives.updated.isEmpty && directives.refenced.isEmpty)
        #expect(bench.fail("a").isEmpty)
        #expect(bench.running == ["b"] || bench.core.posture.suspended.isEmpty)
    }

    @Test("an operator starts it again")
    func byOperator() {
        var (bench, _) = quarantined()
        #expect(bench.resume("a")?.started == ["a"])
        #expect(bench.fail("a").isEmpty)
    }

    @Test("it can be taken off the list, with proof")
    func takenOff() {
        var (bench, list) = quarantined()
        list.remove("a")
        _ = bench.read(list)
        #expect(bench.readAtDeadline(list).stopped == ["a"])
        #expect(bench.core.posture.suspended.isEmpty)
        #expect(bench.core.nextDeadline == nil)
    }

    @Test("a failure of a Thing that is not assigned, or does not run, is no news")
    func unknownThing() {
        var (bench, _) = quarantined()
        #expect(bench.fail("zz").isEmpty)
        #expect(bench.fail("a").isEmpty)
    }
}
