/// What operators do to an ensemble that serves.
extension Ensemble {
    /// Stops and starts one server after the other, the leader last, as an upgrade does. The next one's turn comes when the last
    /// one serves again, so that there is a quorum all the time but for the election after the leader's stop.
    ///
    /// A server that was stopped is only started.
    /// - Throws: ``EnsembleError`` with the code `notServing` when a server does not serve within ``Options/servingLimit``,
    ///   `launchFailed` or `ended`.
    public func restartInTurn() async throws {
        let leader = try await self.leader()
        for server in self.servers where server !== leader { try await self.restart(server) }
        if let leader { try await self.restart(leader) }
    }

    /// Kills a server and starts it again with an empty data folder: a host that lost its disk. It gets all from the others; on
    /// its own it has forgotten everything.
    ///
    /// Returns as soon as the process exists; ``waitUntilServing()`` waits for more.
    /// - Throws: ``EnsembleError`` with the code `launchFailed` or `ended`; or the file system's error.
    public func replaceDisk(of server: EnsembleServer) async throws {
        await server.end()
        try await server.wipe()
        try await server.start()
    }

    private func restart(_ server: EnsembleServer) async throws {
        if server.isRunning { try await server.stop() }
        try await server.start()
        let serves: Void? = try await Poll.until(every: .milliseconds(50), limit: self.options.servingLimit) {
            await server.report() == nil ? nil : ()
        }
        guard serves == nil else { return }
        throw EnsembleError(
            .notServing, "server \(server.id) does not serve after its restart\n\(server.files.logTail())")
    }
}
