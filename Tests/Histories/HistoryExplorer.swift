package import HoldfastTesting

/// The explorer of the worker's histories.
package enum HistoryExplorer {
    /// A history takes some thousand steps; one that takes so many does not end.
    static func limits(of plan: HistoryPlan) -> Simulation.Limits {
        var limits = Simulation.Limits()
        limits.stepsAtOneMoment = 50_000
        limits.steps = 200_000
        if plan.stall > 0 {
            limits.stallChance = 0.002
            limits.stallLength = .milliseconds(1) ... .milliseconds(plan.stall)
        }
        return limits
    }

    package static func make(noting coverage: Coverage, simplifying: Bool = true) -> Explorer<HistoryPlan> {
        Explorer(limits: limits(of:), simplifying: simplifying, drawing: HistoryPlan.drawn) { simulation, plan in
            coverage.add(try await WorkerHistory.run(simulation, plan))
        }
    }
}
