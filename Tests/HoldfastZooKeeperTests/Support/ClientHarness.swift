import HoldfastEnsemble
import Logging
import Testing

@testable import HoldfastZooKeeper

/// Runs a client beside the body, and closes it however the body ends.
func withClient<Value: Sendable>(
    _ servers: String, timeout: Duration = .seconds(4), inFlight: Int = 512,
    adjust: (inout ZooKeeperClient.Configuration) -> Void = { _ in },
    _ body: (ZooKeeperClient) async throws -> Value
) async throws -> Value {
    var configuration = ZooKeeperClient.Configuration(servers: try ServerList(servers))
    configuration.sessionTimeout = timeout
    configuration.maximumInFlight = inFlight
    adjust(&configuration)
    let client = ZooKeeperClient(
        configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await client.run() }
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(try await body(client))
        } catch {
            outcome = .failure(error)
        }
        await client.close()
        try await group.waitForAll()
        return try outcome.get()
    }
}

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
