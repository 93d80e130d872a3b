import HoldfastCore
import Testing

/// Every history of a few facts, walked to the end: what must hold after each step holds after all of them. After each fact the
/// worker reads the list, where it is connected.
@Suite("All short histories")
struct ShortHistoriesTests {
    @Test("all histories of two facts have their ways out of every hold")
    func waysOut() throws {
        var walker = HistoryWalker(facts: Fact.Kind.allCases, checksWaysOut: true)
        try walker.walk(things: 3, .default, depth: 2)
        try walker.walk(things: 3, .limited, depth: 2)
        print("histories with their ways out: \(walker.walked), stops on the way: \(walker.stops)")
    }

    @Test("all histories of three facts: none stops a Thing wrongly, and none starts one that was gone")
    func everyFact() throws {
        var walker = HistoryWalker(facts: Fact.Kind.allCases, checksWaysOut: false)
        try walker.walk(things: 3, .limited, depth: 3)
        print("histories of every fact: \(walker.walked), stops on the way: \(walker.stops)")
        #expect(walker.stops > 1000)
    }

    @Test("all histories of four facts that change what is believed")
    func tellingFacts() throws {
        let telling: [Fact.Kind] = [
            .declareAdd, .declareRemove, .replace, .adopt, .add, .remove, .removeMost, .swap, .scribble, .backUp,
            .restoreAndLift, .wipe, .approve, .restart, .settle,
        ]
        var walker = HistoryWalker(facts: telling, checksWaysOut: false)
        try walker.walk(things: 3, .default, depth: 4)
        print("histories of telling facts: \(walker.walked), stops on the way: \(walker.stops)")
        #expect(walker.stops > 1000)
    }
}

extension Settings {
    fileprivate static let `default` = Settings()

    /// With a tenure, and with a release of the brake.
    fileprivate static var limited: Settings {
        var settings = Settings()
        settings.tenure = .limited(.seconds(60))
        settings.brakeRelease = .seconds(60)
        return settings
    }
}

private struct HistoryWalker {
    let facts: [Fact.Kind]
    let checksWaysOut: Bool
    var walked = 0
    var stops = 0

    init(facts: [Fact.Kind], checksWaysOut: Bool) {
        self.facts = facts
        self.checksWaysOut = checksWaysOut
    }

    mutating func walk(things: Int, _ settings: Settings, depth: Int) throws {
        try walk(World(things: things, settings: settings), [], depth: depth)
    }

    private mutating func walk(_ world: World, _ history: [Fact.Kind], depth: Int) throws {
        guard depth > 0 else { return }
        for kind in facts {
            var next = world
            next.happen(Fact(kind: kind, salt: 1))
            next.happen(Fact(kind: .read, salt: 0))
            walked += 1
            stops += next.stops - world.stops
            if let wrong = next.violation ?? (checksWaysOut ? next.wayOutThatFails() : nil) {
                throw Violation(history: history + [kind], wrong: wrong)
            }
            try walk(next, history + [kind], depth: depth - 1)
        }
    }
}

private struct Violation: Error, CustomStringConvertible {
    var history: [Fact.Kind]
    var wrong: String
    var description: String { "\(wrong) after \(history.map(\.rawValue).joined(separator: ", "))" }
}
