import HoldfastCore
import Testing

@Suite("Tenure: how long a Thing may run without proof")
struct TenureTests {
    private var settings: Settings {
        var settings = Settings()
        settings.tenure = .limited(.seconds(30))
        return settings
    }

    @Test("without a limit a Thing runs for as long as it takes")
    func indefinite() {
        var bench = Bench.following(ModelList("a"))
        _ = bench.disconnect()
        bench.pass(.seconds(365 * 24 * 3600))
        #expect(bench.core.nextDeadline == nil)
        #expect(bench.reachDeadline().suspended.isEmpty)
    }

    @Test("a Thing ends after its tenure, stays assigned, and starts again once it is listed")
    func endsAndStartsAgain() {
        let list = ModelList("a", "b")
        var bench = Bench.following(list, settings)
        let proved = bench.now
        _ = bench.disconnect()
        #expect(bench.core.nextDeadline == proved + .seconds(30))
        bench.pass(.seconds(30))
        #expect(bench.reachDeadline().contains(.suspend("a", .tenureEnded)))
        #expect(bench.rows.isEmpty == false && bench.rows.contains(.tenureEnded))
        #expect(bench.running.isEmpty)
        #expect(bench.core.posture.suspended == ["a": .tenureEnded, "b": .tenureEnded])
        #expect(bench.assigned == ["a", "b"])
        #expect(bench.core.nextDeadline == nil)
        _ = bench.connect()
        #expect(bench.read(list).started == ["a", "b"])
    }

    @Test("the tenure is counted from the begin of the reading that proved it")
    func countedFromBegin() {
        var bench = Bench(settings)
        _ = bench.connect()
        bench.pass(.seconds(10))
        _ = bench.read(ModelList("a"), begun: .zero)
        _ = bench.disconnect()
        #expect(bench.core.nextDeadline == .zero + .seconds(30))
    }

    @Test("an audit renews the proof")
    func auditRenews() {
        var bench = Bench.following(ModelList("a"), settings)
        for _ in 0..<10 {
            bench.pass(.seconds(20))
            #expect(bench.audit().suspended.isEmpty)
        }
        #expect(bench.core.nextDeadline == bench.now + .seconds(30))
    }

    @Test("an audit starts again what ended while none was made")
    func auditStartsAgain() {
        var bench = Bench.following(ModelList("a", "b"), settings)
        bench.pass(.seconds(31))
        #expect(bench.reachDeadline().suspended == ["a", "b"])
        #expect(bench.audit().started == ["a", "b"])
        #expect(bench.core.posture.suspended.isEmpty)
    }

    @Test("an absent Thing ends by its own last proof, while the listed ones are proved anew")
    func perThing() {
        var list = ModelList("a", "b", "c")
        var bench = Bench.following(list, settings)
        list.remove(["b", "c"])
        bench.pass(.seconds(10))
        _ = bench.read(list)
        bench.pass(.seconds(10))
        _ = bench.read(list)
        bench.pass(.seconds(10))
        #expect(bench.read(list).suspended == ["b", "c"])
        #expect(bench.running == ["a"])
        #expect(bench.core.posture.reasons == [.braked])
        list.add("b")
        #expect(bench.read(list).started == ["b"])
        #expect(bench.core.posture.suspended == ["c": .tenureEnded])
    }

    @Test("a rewound list, or one whose declaration is lost, proves nothing")
    func noProof() {
        let old = ModelList(["a"])
        var list = old
        list.add("b")
        var bench = Bench.following(list, settings)
        for _ in 0..<3 {
            bench.pass(.seconds(10))
            _ = bench.learn(old)
        }
        #expect(bench.running.isEmpty)
        #expect(bench.core.posture.suspended.count == 2)
    }

    @Test(
        "after a long suspend the Things end before anything else is done, whatever is learned first",
        arguments: ["reading", "connection", "disconnection", "audit", "deadline", "failure", "operator"])
    func longSuspend(first: String) {
        var list = ModelList("a", "b")
        var bench = Bench.following(list, settings)
        let begun = bench.now
        bench.pass(.seconds(24 * 3600))
        list.add("c")
        let directives =
            switch first {
            case "reading": bench.read(list, begun: begun)
            case "connection": bench.connect(session: 2)
            case "disconnection": bench.disconnect(.sessionLost)
            case "audit": bench.audit(begun: begun)
            case "deadline": bench.reachDeadline()
            case "failure": bench.fail("a")
            default: bench.stop("a") ?? []
            }
        #expect(directives.first == .suspend("a", .tenureEnded))
        #expect(directives.dropFirst().first == .suspend("b", .tenureEnded))
        #expect(directives.started.isEmpty)
        #expect(bench.running.isEmpty)
    }

    @Test("a reading that was begun before a long suspend starts nothing; the next audit does")
    func oldReadingStartsNothing() {
        var list = ModelList("a")
        var bench = Bench.following(list, settings)
        list.add("b")
        let begun = bench.now
        bench.pass(.seconds(3600))
        #expect(bench.read(list, begun: begun).started.isEmpty)
        #expect(bench.assigned == ["a", "b"])
        #expect(bench.audit().started == ["a", "b"])
    }

    @Test("neither the end of a quarantine nor an operator starts a Thing whose tenure is over")
    func startsKeepToTenure() {
        var settings = settings
        settings.quarantine.failures = 1
        settings.quarantine.rest = .seconds(10)
        let list = ModelList("a", "b")
        var bench = Bench.following(list, settings)
        _ = bench.stop("b")
        _ = bench.disconnect()
        bench.pass(.seconds(25))
        _ = bench.fail("a")
        bench.pass(.seconds(10))
        #expect(bench.reachDeadline().started.isEmpty)
        #expect(bench.resume("b")?.started == [])
        #expect(bench.core.posture.suspended == ["a": .tenureEnded, "b": .tenureEnded])
        _ = bench.connect()
        #expect(bench.read(list).started == ["a", "b"])
    }

    @Test("the age of what was kept on disk counts", arguments: [29, 31])
    func restored(age: Int) {
        let list = ModelList("a")
        var bench = Bench.following(list, settings)
        _ = bench.restart(age: .seconds(age))
        bench.pass(bench.core.settings.coldStart)
        #expect(bench.reachDeadline().started == (age < 30 ? ["a"] : []))
        _ = bench.connect()
        _ = bench.read(list)
        #expect(bench.running == ["a"])
        #expect(bench.startedTwice.isEmpty)
    }
}
