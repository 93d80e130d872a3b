/// Who serves, who leads, and waiting for it.
extension Ensemble {
    /// What the servers say of themselves at one time.
    struct Census {
        let leader: EnsembleServer?
        let serving: Int
    }

    /// Asks all servers at once, so that a hung one costs its time limit only once.
    func census() async -> Census {
        let reports = await withTaskGroup(of: (Int, ServerReport?).self) { group in
            for (index, server) in self.servers.enumerated() {
                group.addTask { (index, await server.report()) }
            }
            return await group.reduce(into: [Int: ServerReport]()) { $0[$1.0] = $1.1 }
        }
        // A leader that hung and was resumed believes in itself for a moment; its successor has seen later transactions.
        let leader = reports.filter { $0.value.leads }.max { $0.value.lastTransaction < $1.value.lastTransaction }
        return Census(leader: leader.map { self.servers[$0.key] }, serving: reports.count)
    }

    /// Waits until there is a leader and at least so many servers serve.
    ///
    /// - Parameter allMustRun: Throws as soon as a server has ended, instead of waiting for the others.
    func waitUntilServing(atLeast required: Int, allMustRun: Bool) async throws {
        let served: Void? = try await Poll.until(every: .milliseconds(50), limit: self.options.servingLimit) {
            if allMustRun { try self.requireAllRunning() }
            let census = await self.census()
            return census.leader != nil && census.serving >= required ? () : nil
        }
        guard served == nil else { return }
        throw EnsembleError(
            .notServing,
            "fewer than \(required) of \(self.servers.count) servers serve after \(self.options.servingLimit)\n\(self.logs())"
        )
    }

    private func requireAllRunning() throws(EnsembleError) {
        guard let ended = self.servers.first(where: { !$0.isRunning }) else { return }
        let code: EnsembleError.Code = ended.files.logTellsOfTakenPort() ? .portTaken : .notServing
        throw EnsembleError(code, "server \(ended.id) ended while it was being started\n\(self.logs())")
    }

    private func logs() -> String {
        self.servers.map { "--- server \($0.id)\n\($0.files.logTail())" }.joined(separator: "\n")
    }
}
