import HoldfastEnsemble
import HoldfastZooKeeper
import Logging

/// Runs a client beside the body, and closes it however the body ends.
func withClient<Value: Sendable>(
    _ servers: String, timeout: Duration = .seconds(4), _ body: (ZooKeeperClient) async throws -> Value
) async throws -> Value {
    var configuration = ZooKeeperClient.Configuration(servers: try ServerList(servers))
    configuration.sessionTimeout = timeout
    let client = ZooKeeperClient(
        configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await client.run() }
        let outcome: Result<Value, any Error>
        do {
            try await client.connected()
            outcome = .success(try await body(client))
        } catch {
            outcome = .failure(error)
        }
        await client.close()
        try await group.waitForAll()
        return try outcome.get()
    }
}

extension Ensemble {
    /// Resets every connection through the proxies, some turns of the scheduler from now, so that cuts fall here and there.
    func cutAll(after turns: Int) async {
        for _ in 0..<turns { await Task.yield() }
        for server in servers {
            // A proxy that is not open has no connection to cut.
            try? await server.proxy.cut()
        }
    }
}
