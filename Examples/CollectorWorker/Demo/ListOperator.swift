import HoldfastZooKeeper

/// Who assigns the Things in the demo: an operator with a client of his own.
struct ListOperator: Sendable {
    let client: ZooKeeperClient

    /// Carries the transaction out, again after a lost connection, until it is known to have happened.
    ///
    /// - Throws: the client's error where the servers refuse it.
    func carryOut(_ operations: [TransactionOperation]) async throws {
        var mayHaveHappened = false
        for await state in client.sessionStates {
            guard case .connected = state else { continue }
            do {
                _ = try await client.multi(operations)
                return
            } catch {
                switch error.code {
                case .connectionLoss, .sessionExpired:
                    mayHaveHappened = mayHaveHappened || error.mayHaveBeenApplied
                case .nodeExists where mayHaveHappened, .noNode where mayHaveHappened:
                    // Nobody else writes here: it was the attempt whose answer was lost.
                    return
                default:
                    throw error
                }
            }
        }
        try Task.checkCancellation()
        throw DemoFailure("the operator's client was closed")
    }
}
