import ClientSupport
import HoldfastEnsemble
import HoldfastZooKeeper

extension EnsembleServer {
    /// Runs the body with a client of this one server, straight or through its proxy.
    func withClient(
        sessionTimeout: Duration = .seconds(4), throughProxy: Bool = false,
        _ body: (ZooKeeperClient) async throws -> Void
    ) async throws {
        let port = throughProxy ? self.proxy.port : self.clientPort
        try await withConnectedClient("127.0.0.1:\(port)", timeout: sessionTimeout, body)
    }
}
