package import HoldfastTesting

/// The explorer of the worker's histories.
package enum HistoryExplorer {
    /// A history takes some thousand steps; one that takes so many does not end.
    static var limits: Simulation.Limits {
        var limits = Simulation.Limits()
        limits.stepsAtOneMoment = 50_000
        limits.steps = 200_000
        return limits
    }

    package static func make(noting coverage: Coverage, simplifying: Bool = true) -> Explorer<HistoryPlan> {
        Explorer(limits: limits, simplifying: simplifying, drawing: HistoryPlan.drawn) { simulation, plan in
            coverage.add(try await WorkerHistory.run(simulation, plan))
        }
    }
}
