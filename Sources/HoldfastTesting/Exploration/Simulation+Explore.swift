extension Simulation {
    /// Runs one history for each seed, each in a simulation of its own, on all cores.
    ///
    /// When one comes to no good end its plan is made simpler for as long as the fault shows, and all is told.
    ///
    /// - Parameters:
    ///   - seeds: one history each.
    ///   - limits: when a history is given up.
    ///   - draw: makes a plan from random numbers.
    ///   - history: one history under a plan. It throws when something is not as it must be: see
    ///     ``require(_:_:)`` and ``checkAfterEachStep(_:)``.
    /// - Throws: ``ExplorationFailure``, or `CancellationError`.
    @discardableResult
    public static func explore<Plan: SimulationPlan>(
        seeds: some Sequence<UInt64>, limits: Limits = Limits(),
        drawing draw: @escaping @Sendable (inout SimulationRandom) -> Plan,
        _ history: @escaping @Sendable (Simulation, Plan) async throws -> Void
    ) async throws -> Exploration {
        try await Lanes(Explorer(limits: { _ in limits }, drawing: draw, history: history)).explore(Array(seeds))
    }

    /// Ends the history with an error unless something is so.
    ///
    /// - Throws: ``SimulationFailure/Kind/broken``.
    public func require(_ condition: Bool, _ words: @autoclosure () -> String) throws {
        guard condition else { throw broken(words()) }
    }
}
