import HoldfastTesting
import Testing

/// A process that stalls: deadlines pass before what was ready is handled.
@Suite(.timeLimit(.minutes(1)))
struct StallTests {
    /// What woke late: a task was ready at 0, and a timer rang at 5 ms.
    private static func lateWakings(_ seed: UInt64, _ limits: Simulation.Limits) async throws -> (Int, UInt64) {
        try await Simulation.run(seed: seed, limits: limits) { simulation in
            var late = 0
            for _ in 0..<100 {
                let begun = simulation.now
                let (stream, feed) = AsyncStream.makeStream(of: SimulationClock.Instant.self)
                simulation.schedule(after: .milliseconds(5)) { feed.finish() }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { feed.yield(simulation.now) }
                    try await group.waitForAll()
                }
                var moments: [SimulationClock.Instant] = []
                for await moment in stream { moments.append(moment) }
                // The timer came first: what was to be told before is told to nobody.
                if moments.isEmpty || begun.duration(to: moments[0]) > .milliseconds(5) { late += 1 }
            }
            return (late, simulation.fingerprint)
        }
    }

    @Test("computing takes no time by default: no deadline overtakes what is ready")
    func byDefaultNothingIsLate() async throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            #expect(try await Self.lateWakings(seed, Simulation.Limits()).0 == 0)
        }
    }

    @Test("a deadline overtakes what is ready where the process stalls, and the same each time")
    func stallsAreLate() async throws {
        var limits = Simulation.Limits()
        limits.stallChance = 0.05
        limits.stallLength = .milliseconds(1) ... .milliseconds(50)
        var late = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            let first = try await Self.lateWakings(seed, limits)
            let second = try await Self.lateWakings(seed, limits)
            #expect(first == second)
            late += first.0
        }
        print("\(late) of 2000 wakings came after a deadline that was later")
        #expect(late > 20 && late < 1000)
    }

    @Test("a stall lasts no longer than its length, and what sleeps meanwhile wakes after it")
    func aStallEnds() async throws {
        var limits = Simulation.Limits()
        limits.stallChance = 1
        limits.stallLength = .seconds(1) ... .seconds(1)
        let elapsed = try await Simulation.run(seed: 1, limits: limits) { simulation in
            let begun = simulation.now
            try await simulation.clock.sleep(for: .milliseconds(100))
            return begun.duration(to: simulation.now)
        }
        #expect(elapsed >= .milliseconds(900) && elapsed <= .seconds(4), "\(elapsed)")
    }
}
