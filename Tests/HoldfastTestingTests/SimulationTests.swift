import HoldfastTesting
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SimulationTests {
    @Test("a day passes at once, and the clock says that it did")
    func clockJumps() async throws {
        let elapsed = try await Simulation.run(seed: 1) { simulation in
            try await simulation.clock.sleep(for: .seconds(86_400))
            return simulation.now.elapsed
        }
        #expect(elapsed == .seconds(86_400))
    }

    /// Many tasks that append to one list through an actor, in whatever order the seed makes of it.
    private static func interleaving(seed: UInt64) async throws -> [Int] {
        actor Log {
            var entries: [Int] = []
            func append(_ entry: Int) { entries.append(entry) }
        }
        return try await Simulation.run(seed: seed) { _ in
            let log = Log()
            await withDiscardingTaskGroup { group in
                for task in 0..<5 {
                    group.addTask {
                        for _ in 0..<5 {
                            await log.append(task)
                            await Task.yield()
                        }
                    }
                }
            }
            return await log.entries
        }
    }

    @Test("the same seed gives the same interleaving, another seed another one")
    func seedsDecide() async throws {
        let first = try await Self.interleaving(seed: 3)
        for _ in 0..<100 { #expect(try await Self.interleaving(seed: 3) == first) }
        var others: Set<[Int]> = []
        for seed in 0..<20 { others.insert(try await Self.interleaving(seed: UInt64(seed))) }
        #expect(others.count > 15)
    }

    @Test("events of one moment fire in the order in which they were scheduled, and later ones later")
    func eventsFire() async throws {
        let fired = try await Simulation.run(seed: 5) { simulation in
            let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
            for number in 0..<5 { simulation.schedule(after: .seconds(2)) { continuation.yield(number) } }
            simulation.schedule(after: .seconds(1)) { continuation.yield(-1) }
            simulation.schedule(after: .seconds(3)) { continuation.finish() }
            return await stream.reduce(into: []) { $0.append($1) }
        }
        #expect(fired == [-1, 0, 1, 2, 3, 4])
    }

    @Test("a sleep that is cancelled ends at once")
    func cancelledSleep() async throws {
        let elapsed = try await Simulation.run(seed: 5) { simulation in
            await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    do {
                        try await simulation.clock.sleep(for: .seconds(3600))
                        return false
                    } catch { return error is CancellationError }
                }
                await Task.yield()
                group.cancelAll()
                #expect(await group.next() == true)
            }
            try await simulation.clock.sleep(for: .seconds(1))
            return simulation.now.elapsed
        }
        #expect(elapsed == .seconds(1))
    }

    @Test("random numbers depend on the seed and the label alone")
    func labelsAreIndependent() {
        var first = SimulationRandom(seed: 1, label: "a")
        var again = SimulationRandom(seed: 1, label: "a")
        var other = SimulationRandom(seed: 1, label: "b")
        let number = first.next()
        #expect(number == again.next())
        #expect(number != other.next())
    }

    @Test("what the body throws is thrown")
    func errorsPass() async {
        struct Mine: Error {}
        await #expect(throws: Mine.self) { try await Simulation.run(seed: 1) { _ in throw Mine() } }
    }

    @Test("cancelling the caller cancels the body")
    func cancellation() async {
        let task = Task {
            try await Simulation.run(seed: 1) { simulation in
                while true { try await simulation.clock.sleep(for: .seconds(1)) }
            }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

private final class Counter: Sendable {
    let value = Mutex(0)
}

extension SimulationTests {
    @Test("what is waited for is noticed at the step that makes it so")
    func untilIsMet() async throws {
        let elapsed = try await Simulation.run(seed: 2) { simulation in
            let counter = Counter()
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for number in 1...10 {
                        try await simulation.clock.sleep(for: .seconds(1))
                        counter.value.withLock { $0 = number }
                    }
                }
                try await simulation.until("four", within: .seconds(60)) { counter.value.withLock(\.self) == 4 }
                defer { group.cancelAll() }
                return simulation.now.elapsed
            }
        }
        #expect(elapsed == .seconds(4))
    }

    @Test("what does not become so in time is reported in its own words")
    func untilIsTooLate() async {
        let failure = await #expect(throws: SimulationFailure.self) {
            try await Simulation.run(seed: 2) { simulation in
                try await simulation.until("pigs fly", within: .seconds(60)) { false }
            }
        }
        #expect(failure?.kind == .tooLate)
        #expect(failure?.elapsed == .seconds(60))
        #expect(failure?.message.contains("pigs fly") == true)
    }

    @Test("the timeline has a line for each note, with its time")
    func timeline() async throws {
        let timeline = try await Simulation.run(seed: 2) { simulation in
            try await simulation.clock.sleep(for: .milliseconds(1500))
            simulation.note("noted")
            return simulation.timeline
        }
        #expect(timeline == "1.500000 s  noted")
    }
}
