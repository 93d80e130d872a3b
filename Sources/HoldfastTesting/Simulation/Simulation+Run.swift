internal import Dispatch
internal import Synchronization

extension Simulation {
    /// Runs a body, and all that it begins, in a simulation of its own, and returns what it returned.
    ///
    /// A thread of its own drives the simulation. Cancelling the calling task cancels the body.
    ///
    /// - Throws: what the body throws; or ``SimulationFailure`` when it waits for ever, leaves tasks behind, or begins work that
    ///   the seed does not decide on.
    public static func run<Result: Sendable>(
        seed: UInt64, limits: Limits = Limits(), _ body: @escaping @Sendable (Simulation) async throws -> Result
    ) async throws -> Result {
        let simulation = Simulation(seed: seed, limits: limits)
        // Begun here, so that it sees the task-local values of the caller: a test that it belongs to, for one.
        let beginning = simulation.begin(body)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // A serial queue of its own is never short of a thread, and takes none of those that Swift's tasks share.
                DispatchQueue(label: "holdfast.testing.simulation").async {
                    continuation.resume(with: Swift.Result { try simulation.drive(beginning) })
                }
            }
        } onCancel: {
            simulation.isCancelled.store(true, ordering: .relaxed)
        }
    }

    /// Runs a body on the calling thread, and says what became of it.
    package static func record(
        seed: UInt64, limits: Limits = Limits(), keepsTimeline: Bool,
        _ body: @escaping @Sendable (Simulation) async throws -> Void
    ) -> HistoryRecord {
        let simulation = Simulation(seed: seed, limits: limits, keepsTimeline: keepsTimeline)
        let end = Swift.Result { try simulation.drive(simulation.begin(body)) }
        return HistoryRecord(
            seed: seed, steps: simulation.steps, elapsed: simulation.now.elapsed, fingerprint: simulation.fingerprint,
            timeline: simulation.timeline, error: end.error)
    }
}

// Driving it.
extension Simulation {
    private struct Beginning<Value: Sendable>: Sendable {
        var outcome = Outcome<Value>()
        /// Lives as long as a task does that was begun by the body.
        weak let presence: Presence?
    }

    private func drive<Result: Sendable>(_ beginning: Beginning<Result>) throws -> Result {
        executor.beginDriving()
        defer { executor.end() }
        do {
            try runToItsEnd(beginning.outcome)
            try settle()
        } catch {
            cancel()
            try? settle()
            throw error
        }
        let result = try beginning.outcome.value()
        try checkLeftOvers(hasTasks: beginning.presence != nil)
        return result
    }

    /// Begins the one task that is not structured: a body that waits for ever can only be left behind.
    private func begin<Result: Sendable>(
        _ body: @escaping @Sendable (Simulation) async throws -> Result
    ) -> Beginning<Result> {
        let presence = Presence()
        let outcome = Outcome<Result>()
        let task = Task(executorPreference: executor) {
            await Presence.$current.withValue(presence) {
                do {
                    outcome.set(.success(try await body(self)))
                } catch {
                    outcome.set(.failure(error))
                }
            }
        }
        self.task.withLock { $0 = task }
        return Beginning(outcome: outcome, presence: presence)
    }

    private func cancel() {
        task.withLock(\.self)?.cancel()
    }

    private func runToItsEnd<Result: Sendable>(_ outcome: Outcome<Result>) throws {
        while !outcome.isSet {
            guard let progress = try executor.step() else {
                if executor.waitForForeignJob() { continue }
                throw deadlock
            }
            guard !progress.hasEscaped else { throw escaped(executor.escapes) }
            guard progress.stepsAtThisMoment < limits.stepsAtOneMoment else { throw timeStandsStill }
            guard progress.steps < limits.steps else { throw tooManySteps }
            if isCancelled.load(ordering: .relaxed) { cancel() }
        }
    }

    /// Lets everything run that can run without time passing: tasks that were cancelled come to their end.
    private func settle() throws {
        while let progress = try executor.step(movingTime: false) {
            guard progress.stepsAtThisMoment < limits.stepsAtOneMoment else { throw timeStandsStill }
        }
    }

    private func checkLeftOvers(hasTasks: Bool) throws {
        let escapes = executor.escapes
        guard escapes.isEmpty else { throw escaped(escapes) }
        let deadlines = executor.sleepDeadlines
        guard deadlines.isEmpty else { throw sleepersLeft(deadlines) }
        guard !hasTasks else { throw tasksLeft }
    }
}

extension Swift.Result {
    fileprivate var error: Failure? {
        switch self {
        case .success: nil
        case .failure(let error): error
        }
    }
}

/// What became of the body of a simulation.
private final class Outcome<Value: Sendable>: Sendable {
    private let result = Mutex<Swift.Result<Value, any Error>?>(nil)

    var isSet: Bool { result.withLock { $0 != nil } }

    func set(_ result: Swift.Result<Value, any Error>) {
        self.result.withLock { $0 = result }
    }

    func value() throws -> Value {
        guard let result = result.withLock(\.self) else {
            preconditionFailure("a simulation went on before its body had ended")
        }
        return try result.get()
    }
}
