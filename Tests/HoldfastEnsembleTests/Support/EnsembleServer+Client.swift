import HoldfastEnsemble
import HoldfastZooKeeper
import Logging
import Testing

extension EnsembleServer {
    /// Runs the body with a client of this one server, straight or through its proxy.
    func withClient(
        sessionTimeout: Duration = .seconds(4), throughProxy: Bool = false,
        _ body: (ZooKeeperClient) async throws -> Void
    ) async throws {
        let servers = try ServerList("127.0.0.1:\(throughProxy ? self.proxy.port : self.clientPort)")
        var configuration = ZooKeeperClient.Configuration(servers: servers)
        configuration.sessionTimeout = sessionTimeout
        let client = ZooKeeperClient(
            configuration: configuration,
            logger: Logger(label: "client", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            let connected = try await Poll.until(every: .milliseconds(20), limit: .seconds(20)) {
                try? await client.exists(ZNodePath("/"))
            }
            try #require(connected != nil)
            try await body(client)
            await client.close()
            try await group.waitForAll()
        }
    }
}
