extension Simulation {
    /// Waits until something is so; it is looked at after every step, and what was so for one step counts.
    ///
    /// - Parameters:
    ///   - words: what is waited for, for the message when it does not come.
    ///   - limit: how long it may take, in the simulation's time.
    ///   - condition: looks, and changes nothing.
    /// - Throws: ``SimulationFailure/Kind/tooLate`` when the limit passes, `CancellationError` when the task is cancelled.
    public func until(
        _ words: String, within limit: Duration, _ condition: @escaping @Sendable () -> Bool
    ) async throws {
        guard !condition() else { return }
        let expectation = Expectation(condition)
        executor.expect(expectation)
        try await clock.sleep(until: now.advanced(by: limit), by: expectation.sleeper)
        if expectation.isMet { executor.sleeperLeft() } else if !condition() { throw tooLate(words, limit) }
    }
}
