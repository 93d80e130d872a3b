internal import HoldfastEnsemble

// What befalls servers.
extension Fault {
    static let servers: [Fault] = [
        Fault(
            name: "leader killed", does: "SIGKILL to the leader; it is started again at the end",
            standsFor: "a crashed machine, an out-of-memory kill", touches: [.servers], lasts: 4...8,
            expects: .brief
        ) { stage in try await stage.kills([stage.leader()]) },
        Fault(
            name: "follower killed", does: "SIGKILL to a follower; it is started again at the end",
            standsFor: "a crashed machine", touches: [.servers], lasts: 3...8, expects: .brief
        ) { stage in try await stage.kills([stage.follower()]) },
        Fault(
            name: "quorum lost", does: "SIGKILL to all servers but one; they are started again at the end",
            standsFor: "two machines lost at once, a rack without power", touches: [.servers], lasts: 6...9,
            expects: .blind
        ) { stage in
            let spared = stage.anyServer.id
            return try await stage.kills(stage.ensemble.servers.filter { $0.id != spared })
        },
        Fault(
            name: "all servers killed", does: "SIGKILL to every server; they are started again at the end",
            standsFor: "a power cut", touches: [.servers], lasts: 6...9, expects: .blind
        ) { stage in try await stage.kills(stage.ensemble.servers) },
        Fault(
            name: "leader hung", does: "SIGSTOP to the leader, SIGCONT at the end",
            standsFor: "a machine without memory, a stalled disk or hypervisor", touches: [.servers], lasts: 5...9,
            expects: .brief
        ) { stage in try await stage.hangs([stage.leader()]) },
        Fault(
            name: "follower hung", does: "SIGSTOP to a follower, SIGCONT at the end",
            standsFor: "the same, beside a leader that is well", touches: [.servers], lasts: 4...8, expects: .brief
        ) { stage in try await stage.hangs([stage.follower()]) },
        Fault(
            name: "quorum hung", does: "SIGSTOP to all servers but one, SIGCONT at the end",
            standsFor: "a storage network that stalls under most of the servers", touches: [.servers], lasts: 6...9,
            expects: .blind
        ) { stage in
            let spared = stage.anyServer.id
            return try await stage.hangs(stage.ensemble.servers.filter { $0.id != spared })
        },
        Fault(
            name: "all servers hung", does: "SIGSTOP to every server, SIGCONT at the end",
            standsFor: "a storage network or a hypervisor that stalls", touches: [.servers], lasts: 6...9,
            expects: .blind
        ) { stage in try await stage.hangs(stage.ensemble.servers) },
        Fault(
            name: "rolling restart",
            does: "one server after the other is asked to end and started again, the leader last",
            standsFor: "an upgrade", touches: [.servers], lasts: 8...12, expects: .doubtful
        ) { stage in
            BegunFault(
                during: { try await stage.ensemble.restartInTurn() },
                end: { try await stage.raise(stage.ensemble.servers) })
        },
    ]
}

extension Stage {
    fileprivate func kills(_ servers: [EnsembleServer]) async throws -> BegunFault {
        for server in servers { try await server.kill() }
        return BegunFault(met: Self.names(servers), end: { try await raise(servers) })
    }

    fileprivate func hangs(_ servers: [EnsembleServer]) async throws -> BegunFault {
        for server in servers { try await server.hang() }
        return BegunFault(
            met: Self.names(servers),
            end: {
                for server in servers { try await server.resume() }
                try await untilWhole()
            })
    }

    /// Starts what does not run, and waits until all serve.
    func raise(_ servers: [EnsembleServer]) async throws {
        for server in servers where !server.isRunning { try await server.start() }
        try await untilWhole()
    }

    static func names(_ servers: [EnsembleServer]) -> String {
        (servers.count == 1 ? "server " : "servers ") + servers.map { "\($0.id)" }.joined(separator: ", ")
    }
}
