internal import Dispatch
internal import Foundation
internal import Synchronization

/// Runs the histories of many seeds side by side, one lane for each core, each history on one thread.
package struct Lanes<Plan: SimulationPlan>: Sendable {
    let explorer: Explorer<Plan>
    package let count: Int

    /// - Parameter count: how many lanes; by default as many as there are cores.
    package init(_ explorer: Explorer<Plan>, count: Int = ProcessInfo.processInfo.activeProcessorCount) {
        self.explorer = explorer
        self.count = max(1, count)
    }

    /// Runs the histories on threads of its own, until one fails, the calling task is cancelled, or none is left.
    package func explore(_ seeds: some Sequence<UInt64> & Sendable) async throws -> Exploration {
        let stopper = Stopper()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue(label: "holdfast.testing.exploration").async {
                    continuation.resume(with: Swift.Result { try explore(Array(seeds), stopper: stopper) })
                }
            }
        } onCancel: {
            stopper.stop()
        }
    }

    private func explore(_ seeds: [UInt64], stopper: Stopper) throws -> Exploration {
        let state = Mutex(LaneState())
        DispatchQueue.concurrentPerform(iterations: min(count, seeds.count)) { _ in
            while !stopper.isStopped, let seed = state.withLock({ $0.take(from: seeds) }) {
                let (record, failure) = explorer.explore(seed: seed)
                state.withLock { $0.ended(record, failure) }
            }
        }
        let (exploration, failure) = state.withLock { ($0.exploration, $0.failure) }
        if let failure { throw failure }
        guard !stopper.isStopped else { throw CancellationError() }
        return exploration
    }
}

/// How far the lanes have come together.
private struct LaneState {
    var next = 0
    var exploration = Exploration()
    var failure: ExplorationFailure?

    mutating func take(from seeds: [UInt64]) -> UInt64? {
        guard failure == nil, next < seeds.count else { return nil }
        defer { next += 1 }
        return seeds[next]
    }

    mutating func ended(_ record: HistoryRecord, _ failure: ExplorationFailure?) {
        exploration.add(record)
        // Of several lanes that fail the lowest seed is told, so that the same exploration tells the same.
        if let failure, self.failure.map({ failure.seed < $0.seed }) ?? true { self.failure = failure }
    }
}

/// Says that no further history is to begin.
private final class Stopper: Sendable {
    private let stopped = Atomic(false)

    var isStopped: Bool { stopped.load(ordering: .relaxed) }

    func stop() {
        stopped.store(true, ordering: .relaxed)
    }
}
