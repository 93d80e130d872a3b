import Synchronization
import Testing

@testable import HoldfastTesting

/// What a simulation reports instead of hanging.
@Suite(.timeLimit(.minutes(1)))
struct SimulationFailureTests {
    private func kind(
        limits: Simulation.Limits = Simulation.Limits(), _ body: @escaping @Sendable (Simulation) async throws -> Void
    ) async throws -> SimulationFailure.Kind? {
        do {
            try await Simulation.run(seed: 9, limits: limits, body)
            return nil
        } catch let failure as SimulationFailure {
            #expect(failure.description.contains("seed 9"))
            return failure.kind
        }
    }

    @Test("a body that waits for what never comes is a deadlock")
    func deadlock() async throws {
        let found = try await kind { _ in
            let (never, continuation) = AsyncStream.makeStream(of: Never.self)
            for await _ in never {}
            continuation.finish()
        }
        #expect(found == .deadlock)
    }

    @Test("a task that sleeps on when the body has ended is left over")
    func sleeperIsLeft() async throws {
        let found = try await kind { simulation in
            Task(executorPreference: simulation.executor) { try await simulation.clock.sleep(for: .seconds(1)) }
            await Task.yield()
        }
        #expect(found == .leftOvers)
    }

    @Test("a task that waits elsewhere when the body has ended is left over")
    func taskIsLeft() async throws {
        let found = try await kind { _ in
            Task {
                let (never, continuation) = AsyncStream.makeStream(of: Never.self)
                for await _ in never {}
                continuation.finish()
            }
        }
        #expect(found == .leftOvers)
    }

    @Test("a task that runs elsewhere and comes back is found out", arguments: [true, false])
    func escape(detached: Bool) async throws {
        let found = try await kind { simulation in
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await simulation.clock.sleep(for: .seconds(60)) }
                let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
                let (gate, opening) = AsyncStream.makeStream(of: Void.self)
                // It comes back when the body waits for it, and not before.
                let escape: @Sendable () async -> Void = {
                    for await _ in gate { break }
                    continuation.yield()
                }
                if detached { Task.detached { await escape() } } else { Task { await escape() } }
                simulation.schedule(after: .seconds(1)) { opening.yield() }
                for await _ in stream { break }
            }
        }
        #expect(found == .escaped)
    }

    @Test("an outside task that sleeps on the simulation's clock is found out")
    func sleepFromOutside() async throws {
        let found = try await kind { simulation in
            await Task.detached { try? await simulation.clock.sleep(for: .seconds(1)) }.value
        }
        #expect(found == .escaped)
    }

    @Test("jobs that run on and on while time stands are reported")
    func timeStandsStill() async throws {
        let found = try await kind { _ in while !Task.isCancelled { await Task.yield() } }
        #expect(found == .timeStandsStill)
    }

    @Test("a body without an end is reported")
    func tooManySteps() async throws {
        var limits = Simulation.Limits()
        limits.steps = 1000
        let found = try await kind(limits: limits) { simulation in
            while true { try await simulation.clock.sleep(for: .seconds(1)) }
        }
        #expect(found == .tooManySteps)
    }

    @Test("a check after each step ends the simulation at the step that breaks it")
    func checksAreMade() async throws {
        struct Broken: Error {}
        let checked = Mutex(Duration.zero)
        await #expect(throws: Broken.self) {
            try await Simulation.run(seed: 1) { simulation in
                simulation.checkAfterEachStep {
                    checked.withLock { $0 = simulation.now.elapsed }
                    if simulation.now.elapsed >= .seconds(3) { throw Broken() }
                }
                for _ in 0..<10 { try await simulation.clock.sleep(for: .seconds(1)) }
            }
        }
        #expect(checked.withLock(\.self) == .seconds(3))
    }
}
