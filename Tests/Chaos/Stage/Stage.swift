internal import HoldfastEnsemble

/// What a fault may lay hands on: an ensemble, a list with its operator, and a worker that follows it.
struct Stage: Sendable {
    let ensemble: Ensemble
    let desk: ListDesk
    let worker: WorkerSlot
    let journal: Journal
    let settings: SuiteSettings
    /// Drawn for one fault: which server it meets, which Things.
    var pick: UInt64 = 0

    /// The leader, once there is one.
    func leader() async throws -> EnsembleServer {
        let leader = try await Poll.until(every: .milliseconds(50), limit: .seconds(30)) { try await ensemble.leader() }
        guard let leader else { throw StageError("the ensemble has no leader") }
        return leader
    }

    /// One that follows.
    func follower() async throws -> EnsembleServer {
        let leader = try await leader()
        let followers = ensemble.servers.filter { $0.id != leader.id }
        return followers[Int(pick % UInt64(followers.count))]
    }

    /// Any of the servers.
    var anyServer: EnsembleServer { ensemble.servers[Int(pick % UInt64(ensemble.servers.count))] }

    /// Time that simply passes.
    func lasts(_ seconds: Double) async throws {
        try await ContinuousClock().sleep(for: .seconds(seconds))
    }

    /// Waits until the ensemble is well again: every server serves, and the operator can write.
    ///
    /// Real ensembles do not always come back by themselves: a leader that hung together with its followers was seen to lead on for
    /// five minutes and to commit nothing. Then all servers are started anew, as an operator would.
    func untilWhole() async throws {
        if try await isWhole(within: 30) { return }
        for server in ensemble.servers where server.isRunning { try await server.kill() }
        for server in ensemble.servers { try await server.start() }
        guard try await isWhole(within: 60) else { throw StageError("the ensemble does not serve again") }
    }

    private func isWhole(within seconds: Double) async throws -> Bool {
        let limit = Duration.seconds(seconds)
        let serving: Void? = try await Poll.until(every: .milliseconds(50), limit: limit) {
            for server in ensemble.servers {
                guard server.isRunning, let answer = try? await server.fourLetterWord("srvr"),
                    answer.contains("Mode: ")
                else { return nil }
            }
            return try await ensemble.leader() == nil ? nil : ()
        }
        guard serving != nil else { return false }
        return try await desk.writes(within: limit)
    }

    /// Waits until the worker follows and runs what is assigned.
    ///
    /// - Returns: whether it came to that in time; a judge says whether it should have.
    @discardableResult
    func settles(within limit: Double? = nil) async throws -> Bool {
        let limit = Duration.seconds(limit ?? settings.patience * 1.25)
        return try await Poll.until(every: .milliseconds(20), limit: limit) { journal.isSettled ? () : nil } != nil
    }

    /// Ends what the proxies suffer, and waits until somebody has read something through them: until the servers keep more watches.
    func letsInAgain() async throws {
        func watches() async throws -> Int? { try await ServerCounts(of: ensemble)?.watches }
        let before = try await watches() ?? 0
        try await eachProxy { try await $0.restore() }
        _ = try await Poll.until(every: .milliseconds(20), limit: .seconds(settings.patience)) {
            try await watches().flatMap { $0 > before ? () : nil }
        }
    }

    /// For every proxy in front of a server.
    func eachProxy(_ change: (FaultProxy) async throws -> Void) async throws {
        for server in ensemble.servers { try await change(server.proxy) }
    }
}

/// The suite itself came to a halt: nothing that the worker is to answer for.
struct StageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
