import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

extension ZooKeeperClient {
    /// Waits until the session is in a state that fits.
    @discardableResult
    func reaches(_ fits: (SessionState) -> Bool) async throws -> SessionState {
        for await state in sessionStates where fits(state) { return state }
        throw ZooKeeperError(.closed, "the states ended")
    }

    /// Waits until it is connected once more than that.
    func reconnects(after former: SessionConnection) async throws -> SessionConnection {
        let state = try await reaches { state in
            if case .connected(let connection) = state { return connection.ordinal > former.ordinal }
            return false
        }
        guard case .connected(let connection) = state else { throw ZooKeeperError(.closed, "not connected") }
        return connection
    }
}

extension Ensemble {
    /// The server that holds the session.
    func server(of connection: SessionConnection) async throws -> EnsembleServer {
        let id = "sid=0x" + String(UInt64(bitPattern: connection.sessionID), radix: 16)
        for server in servers where try await server.fourLetterWord("cons").contains(id) { return server }
        throw ZooKeeperError(.noNode, "no server holds \(id)")
    }
}

/// Waits until something outside of the test's own tasks is so.
func eventually(_ limit: Duration = .seconds(20), _ isSo: () async throws -> Bool) async throws {
    let wasSo = try await Poll.until(every: .milliseconds(5), limit: limit) { try await isSo() ? true : nil }
    try #require(wasSo == true, "it did not come true in \(limit)")
}

/// Whether the operation fails with that code; records an issue where it does not.
func expect<Value>(
    _ code: ZooKeeperError.Code, _ operation: () async throws -> Value,
    sourceLocation: SourceLocation = #_sourceLocation
) async -> ZooKeeperError? {
    do {
        let value = try await operation()
        Issue.record("it gave \(value) instead of \(code)", sourceLocation: sourceLocation)
        return nil
    } catch {
        let error = error as? ZooKeeperError
        #expect(error?.code == code, "\(String(describing: error))", sourceLocation: sourceLocation)
        return error
    }
}
