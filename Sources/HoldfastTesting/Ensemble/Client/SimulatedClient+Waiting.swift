internal import HoldfastZooKeeper

extension SimulatedClient {
    /// Waits until the client is connected.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, or the client is closed, before.
    public func connected() async throws {
        for await state in sessionStates {
            if case .connected = state { return }
        }
        throw CancellationError()
    }
}
