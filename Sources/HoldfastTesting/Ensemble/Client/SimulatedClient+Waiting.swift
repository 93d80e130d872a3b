public import HoldfastZooKeeper

extension SimulatedClient {
    /// Waits until the client is connected, and says with which session.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, or the client is closed, before.
    @discardableResult
    public func connected() async throws -> SessionConnection {
        for await state in sessionStates {
            if case .connected(let connection) = state { return connection }
        }
        throw CancellationError()
    }
}
