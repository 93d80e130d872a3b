public import Holdfast
internal import HoldfastCore
internal import Synchronization

extension Simulation {
    /// Runs a worker on the clock, the disk and the seed of this simulation, until the calling task is cancelled.
    ///
    /// What the worker tells goes to the timeline, and its state folder is one of ``disk``. Give the worker a client of the
    /// simulation: one that talks to real servers would wake it from outside.
    ///
    /// - Throws: `RanBefore` when the worker was run before; `LastKnownGoodError` when its state folder is another's.
    public func run(_ worker: HoldfastWorker) async throws {
        let events = worker.events()
        let number = workers.wrappingAdd(1, ordering: .relaxed).oldValue
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask {
                for await event in events { self.note("worker: \(event.words)") }
            }
            try await worker.run(
                on: clock, random: random("worker \(number)"), wallClock: wallClock(of: worker.client),
                fileSystem: disk.mount())
        }
    }

    /// Runs a worker beside a body, and ends it with the body. A worker that fails ends the body.
    ///
    /// - Returns: what the body returned, when all Things have ended.
    /// - Throws: what the worker throws, `RanBefore` when it was run before; else what the body throws.
    public func run<Result: Sendable>(
        _ worker: HoldfastWorker, while body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await self.run(worker)
                return nil
            }
            group.addTask { try await body() }
            var result: Result?
            // The first that fails ends the other.
            while let ended = try await group.next() {
                guard let value = ended else { continue }
                result = value
                group.cancelAll()
            }
            guard let result else { preconditionFailure("the body of a worker ended without a result") }
            return result
        }
    }
}

extension WorkerEvent {
    /// The event in one line.
    package var words: String {
        switch self {
        case .started(let id, let fence): "started \(id), fence \(fence)"
        case .updated(let id): "updated \(id)"
        case .stopped(let id, let proof): "stopped \(id): \(proof)"
        case .failed(let id, let error, let delay): "\(id) failed: \(error); again in \(delay)"
        case .suspended(let id, let suspension): "suspended \(id): \(suspension)"
        case .unreadable(let id, let error): "\(id) cannot be read: \(error)"
        case .posture(let posture): "posture \(posture.words)"
        case .judged(let rows): "judged: \(rows.map(\.rawValue).joined(separator: ", "))"
        }
    }
}

extension Posture {
    /// The posture in some words.
    package var words: String {
        guard isHolding else { return "following, \(assigned) assigned" }
        let why = reasons.map(\.rawValue).joined(separator: ", ")
        return "holding (\(why)), \(assigned) assigned, \(removals.count) removals and \(pendingStarts) starts wait"
    }
}
