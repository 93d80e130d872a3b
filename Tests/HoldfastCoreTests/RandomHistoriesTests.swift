import HoldfastCore
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Long histories at random. A seed is a history: `HOLDFAST_SEED=n swift test --filter RandomHistories` plays that one alone.
@Suite("Random histories")
struct RandomHistoriesTests {
    @Test("no history stops a Thing wrongly, starts one that was gone, or ends in a hold without a way out")
    func randomHistories() async {
        let seeds: Range<UInt64> =
            getenv("HOLDFAST_SEED").flatMap { UInt64(String(cString: $0)) }.map { $0..<$0 + 1 } ?? 0..<100_000
        let lanes: UInt64 = 4
        let total = await withTaskGroup(of: Tally.self) { group in
            for lane in 0..<lanes {
                group.addTask { Self.play(seeds.filter { $0 / 4 % lanes == lane }) }
            }
            return await group.reduce(into: Tally()) { $0.add($1) }
        }
        print(
            """
            random histories: \(total.histories) with \(total.facts) facts, \(total.stops) stops and \(total.starts) starts; \
            \(total.undetectable) times nobody could have told that the servers had jumped
            """)
        #expect(total.failures.isEmpty, "\(total.failures.joined(separator: "\n"))")
        #expect(seeds.count == 1 || total.stops > 10_000)
    }

    private struct Tally {
        var histories = 0
        var facts = 0
        var stops = 0
        var starts = 0
        var undetectable = 0
        var failures: [String] = []

        mutating func add(_ other: Tally) {
            histories += other.histories
            facts += other.facts
            stops += other.stops
            starts += other.starts
            undetectable += other.undetectable
            failures += other.failures
        }
    }

    private static func play(_ seeds: [UInt64]) -> Tally {
        var tally = Tally()
        for seed in seeds {
            let history = RandomHistory(seed: seed)
            let (world, wrong) = history.play()
            tally.histories += 1
            tally.facts += history.facts.count
            tally.stops += world.stops
            tally.starts += world.starts
            tally.undetectable += world.truth.undetectable
            if let wrong {
                let short = history.shortened()
                tally.failures.append(
                    "seed \(seed): \(wrong)\n  shortened to \(short.facts): \(short.play().wrong ?? "")")
                if tally.failures.count == 3 { break }
            }
        }
        return tally
    }
}

/// A history that a seed stands for.
private struct RandomHistory {
    /// One in four is also led out of its end by each way out: that takes as long as the rest of it.
    var checksWaysOut: Bool
    var things: Int
    var isNamed: Bool
    var settings: Settings
    var facts: [Fact]

    init(seed: UInt64) {
        var random = SplitMix(seed: seed)
        checksWaysOut = seed % 4 == 0
        things = Int(random.next() % 7)
        settings = Settings()
        if random.next() % 4 == 0 { settings.tenure = .limited(.seconds(60)) }
        if random.next() % 4 == 0 { settings.brakeRelease = .seconds(60) }
        isNamed = seed % 3 == 0
        facts = (0..<20 + random.next() % 41).map { _ in Fact.random(using: &random) }
    }

    func play() -> (world: World, wrong: String?) {
        var world = World(things: things, isNamed: isNamed, settings: settings)
        for fact in facts {
            world.happen(fact)
            if let violation = world.violation { return (world, violation) }
        }
        return (world, checksWaysOut ? world.wayOutThatFails() : nil)
    }

    /// The same, without the facts that it does not take.
    func shortened() -> RandomHistory {
        var short = self
        var index = 0
        while index < short.facts.count {
            var without = short
            without.facts.remove(at: index)
            if without.play().wrong != nil { short = without } else { index += 1 }
        }
        return short
    }
}
