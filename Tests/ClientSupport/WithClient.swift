package import HoldfastZooKeeper
internal import Logging

/// Runs a client beside the body, and closes it however the body ends.
package func withClient<Value: Sendable>(
    _ servers: String, timeout: Duration = .seconds(4),
    adjust: (inout ZooKeeperClient.Configuration) -> Void = { _ in },
    _ body: (ZooKeeperClient) async throws -> Value
) async throws -> Value {
    var configuration = ZooKeeperClient.Configuration(servers: try ServerList(servers))
    configuration.sessionTimeout = timeout
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

/// The same; the body begins when the client is connected.
package func withConnectedClient<Value: Sendable>(
    _ servers: String, timeout: Duration = .seconds(4),
    _ body: (ZooKeeperClient) async throws -> Value
) async throws -> Value {
    try await withClient(servers, timeout: timeout) { client in
        try await client.connected()
        return try await body(client)
    }
}
