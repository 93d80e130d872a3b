import HoldfastEnsemble

extension Ensemble {
    /// No worker reaches a server while the body runs; who goes straight to the servers does.
    func outage(_ body: () async throws -> Void) async throws {
        for server in servers { try await server.proxy.refuse() }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body())
        } catch {
            outcome = .failure(error)
        }
        for server in servers { try await server.proxy.restore() }
        try outcome.get()
    }
}
