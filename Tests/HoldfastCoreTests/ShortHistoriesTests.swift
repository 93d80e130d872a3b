import HoldfastCore
import Testing

/// Every history of a few facts, walked to the end: what must hold after each step holds after all of them.
@Suite("All short histories")
struct ShortHistoriesTests {
    @Test("no history stops a Thing that was not taken off, and none is beyond mending")
    func allShortHistories() throws {
        var walker = HistoryWalker()
        try walker.walk(World(), depth: 5)
        print("histories walked: \(walker.walked), stops proved on the way: \(walker.stops)")
        #expect(walker.walked == (1...5).reduce(0) { $0 + power(World.Fact.allCases.count, $1) })
        #expect(walker.stops > 1000)
    }

    private func power(_ base: Int, _ exponent: Int) -> Int {
        (0..<exponent).reduce(1) { product, _ in product * base }
    }
}

private struct HistoryWalker {
    var walked = 0
    var stops = 0

    mutating func walk(_ world: World, depth: Int) throws {
        guard depth > 0 else { return }
        for fact in World.Fact.allCases {
            var next = world
            stops += next.happen(fact)
            walked += 1
            if let violation = next.violation ?? next.violationWhenMended() {
                throw Violation(facts: next.facts, what: violation)
            }
            try walk(next, depth: depth - 1)
        }
    }
}

private struct Violation: Error, CustomStringConvertible {
    var facts: [World.Fact]
    var what: String
    var description: String { "\(what) after \(facts.map(\.rawValue).joined(separator: ", "))" }
}

/// A list, what was truly done to it, and a core that learns of it.
private struct World {
    enum Fact: String, CaseIterable {
        case removeOne, addOne, emptyAll, recreatePart, rewind, failRead, missRead, tearRead, wait, disconnect, resume,
            newSession
    }

    private var bench = Bench.following(ModelList("a", "b", "c"))
    private var list = ModelList("a", "b", "c")
    private var session: Int64 = 1
    private var isConnected = true
    private var wantsSync = false
    /// Taken off in this history of the list, and not listed since: these alone may stop.
    private var takenOff: Set<ThingID> = []
    /// The list was seen empty, and not whole since: nothing may stop.
    private var wasSeenEmpty = false
    private(set) var facts: [Fact] = []
    private(set) var violation: String?

    /// - Returns: how many Things the core stopped.
    mutating func happen(_ fact: Fact) -> Int {
        facts.append(fact)
        bench.pass(.milliseconds(1))
        switch fact {
        case .removeOne, .addOne, .emptyAll, .recreatePart, .rewind:
            change(fact)
            return isConnected ? read() : 0
        case .failRead: return check(bench.read(.failed))
        case .missRead: return check(bench.read(.missing))
        case .tearRead: return check(bench.read(.list(list.tornReading())))
        case .wait:
            bench.pass(.seconds(6))
            let stops = check(bench.reachDeadline())
            return isConnected ? stops + read() : stops
        case .disconnect:
            isConnected = false
            return check(bench.disconnect())
        case .resume: return connect()
        case .newSession:
            session += 1
            return connect()
        }
    }

    /// What the writer of the list, or its servers, do to it.
    private mutating func change(_ fact: Fact) {
        switch fact {
        case .removeOne:
            guard let id = list.entries.keys.sorted().first, list.entries.count > 1 else { return }
            list.remove(id)
            takenOff.insert(id)
        case .addOne:
            guard let id = (["a", "b", "c", "d"] as [ThingID]).first(where: { list.entries[$0] == nil }) else { return }
            list.add(id)
            takenOff.remove(id)
        case .emptyAll:
            takenOff.formUnion(list.entries.keys)
            list.removeAll()
        case .recreatePart:
            list.recreate(Array(list.entries.keys.sorted().dropFirst()))
            takenOff = []
        case .rewind:
            list = ModelList("a", "b", "c")
            takenOff = []
        case .failRead, .missRead, .tearRead, .wait, .disconnect, .resume, .newSession:
            break
        }
    }

    private mutating func connect() -> Int {
        isConnected = true
        return check(bench.connect(session: session)) + read()
    }

    private mutating func read() -> Int {
        let assigned = bench.assigned
        if isConnected, list.entries.isEmpty, !assigned.isEmpty { wasSeenEmpty = true }
        if assigned.allSatisfy({ list.entries[$0] != nil }) { wasSeenEmpty = false }
        return check(bench.read(list, afterSync: wantsSync))
    }

    private mutating func check(_ directives: [Directive]) -> Int {
        wantsSync = directives.contains(.read(afterSync: true))
        for proof in directives.proofs {
            if !takenOff.contains(proof.thing) { violation = "\(proof.thing) was stopped and never taken off" }
            if wasSeenEmpty { violation = "\(proof.thing) was stopped after the list was seen empty" }
            if !isConnected { violation = "\(proof.thing) was stopped without a connection" }
            if list.entries[proof.thing] != nil { violation = "\(proof.thing) was stopped although it is listed" }
            if proof.revision != list.reading().namesStat.pzxid { violation = "the proof names another revision" }
        }
        if bench.core.posture.state == .following, !isConnected { violation = "following without a connection" }
        return directives.proofs.count
    }

    /// Whether the core finds its way back once the list holds all that is assigned, in a new session.
    func violationWhenMended() -> String? {
        var world = self
        for assignment in world.bench.core.assignments { world.list.add(assignment.id) }
        world.takenOff = []
        world.session += 1
        _ = world.connect()
        if world.wantsSync { _ = world.read() }
        for _ in 0..<3 {
            _ = world.check(world.bench.readAtDeadline(world.list))
        }
        if let violation = world.violation { return violation + " (mended)" }
        return world.bench.core.posture.state == .following
            ? nil : "holding for \(world.bench.core.posture.reasons) although mended"
    }
}
