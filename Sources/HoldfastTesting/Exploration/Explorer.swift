internal import Foundation

/// Runs histories of one kind by their seeds, and finds the simplest plan that shows the fault of one.
package struct Explorer<Plan: SimulationPlan>: Sendable {
    /// How many simpler plans are tried for one fault, and how many steps that may take in all.
    static var attempts: Int { 500 }
    static var steps: Int { 10_000_000 }

    /// When a history under that plan is given up, and how the process stalls in it.
    let limits: @Sendable (Plan) -> Simulation.Limits
    /// Whether simpler plans are tried when one shows a fault.
    let simplifying: Bool
    let draw: @Sendable (inout SimulationRandom) -> Plan
    let history: @Sendable (Simulation, Plan) async throws -> Void

    package init(
        limits: @escaping @Sendable (Plan) -> Simulation.Limits = { _ in Simulation.Limits() },
        simplifying: Bool = true,
        drawing draw: @escaping @Sendable (inout SimulationRandom) -> Plan,
        history: @escaping @Sendable (Simulation, Plan) async throws -> Void
    ) {
        self.limits = limits
        self.simplifying = simplifying
        self.draw = draw
        self.history = history
    }

    /// The plan of a seed.
    package func plan(seed: UInt64) -> Plan {
        var random = SimulationRandom(seed: seed, label: "the plan")
        return draw(&random)
    }

    /// Runs one history on the calling thread.
    package func run(seed: UInt64, plan: Plan, keepsTimeline: Bool = false) -> HistoryRecord {
        let history = history
        return Simulation.record(seed: seed, limits: limits(plan), keepsTimeline: keepsTimeline) { simulation in
            try await history(simulation, plan)
        }
    }

    /// Runs the history of a seed on the calling thread.
    ///
    /// - Returns: also the failure, with the simplest plan that shows it, when the history came to no good end.
    package func explore(seed: UInt64) -> (record: HistoryRecord, failure: ExplorationFailure?) {
        let plan = plan(seed: seed)
        let record = run(seed: seed, plan: plan)
        return (record, record.error == nil ? nil : failure(of: record, plan))
    }

    private func failure(of record: HistoryRecord, _ plan: Plan) -> ExplorationFailure {
        var simplest = plan
        var (attempts, steps) = (0, 0)
        var isSimpler = simplifying
        while isSimpler {
            isSimpler = false
            for simpler in simplest.simplerPlans where attempts < Self.attempts && steps < Self.steps {
                let attempt = run(seed: record.seed, plan: simpler)
                attempts += 1
                steps += attempt.steps
                guard attempt.endsLike(record) else { continue }
                simplest = simpler
                isSimpler = true
                break
            }
        }
        let replay = run(seed: record.seed, plan: simplest, keepsTimeline: true)
        let again = run(seed: record.seed, plan: plan)
        return ExplorationFailure(
            seed: record.seed, plan: simplest.description, planCode: code(of: simplest), drawnPlan: plan.description,
            timeline: replay.timeline, error: replay.error ?? record.error ?? CancellationError(),
            replays: again.fingerprint == record.fingerprint)
    }

    private func code(of plan: Plan) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(plan)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
