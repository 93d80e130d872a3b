internal import HoldfastEnsemble

// Servers that have too little of something.
extension Fault {
    static let shortages: [Fault] = [
        Fault(
            name: "leader slow", does: "SIGSTOP and SIGCONT in turn: the leader runs for a quarter of the time",
            standsFor: "a processor that others use up", touches: [.servers], lasts: 4...8, expects: .doubtful
        ) { stage in try await stage.starves(stage.leader()) },
        Fault(
            name: "follower slow", does: "SIGSTOP and SIGCONT in turn: a follower runs for a quarter of the time",
            standsFor: "a processor that others use up", touches: [.servers], lasts: 4...8, expects: .doubtful
        ) { stage in try await stage.starves(stage.follower()) },
        Fault(
            name: "leader out of memory",
            does: "the leader's heap is filled until it dies or hangs; it is killed and started again at the end",
            standsFor: "the incident: a neighbour that eats the memory of the machine", touches: [.servers],
            lasts: 4...6,
            expects: .doubtful
        ) { stage in try await stage.exhausts(stage.leader()) },
        Fault(
            name: "follower out of memory",
            does: "a follower's heap is filled until it dies or hangs; it is killed and started again at the end",
            standsFor: "the incident, at a server that follows", touches: [.servers], lasts: 4...6, expects: .doubtful
        ) { stage in try await stage.exhausts(stage.follower()) },
        Fault(
            name: "leader's disk full",
            does: "every write to the leader's data folder fails with ENOSPC; it is wiped and started again at the end",
            standsFor: "a volume without quota, logs that nobody rotates", touches: [.servers], lasts: 4...6,
            expects: .brief
        ) { stage in try await stage.ails(stage.leader()) { try await $0.fillDisk() } },
        Fault(
            name: "follower's disk broken",
            does: "every write and fsync of a follower fails with EIO; it is wiped and started again at the end",
            standsFor: "a disk that dies", touches: [.servers], lasts: 4...6, expects: .brief
        ) { stage in try await stage.ails(stage.follower()) { try await $0.breakDisk() } },
        Fault(
            name: "leader's disk slow", does: "every fsync of the leader takes 400 ms",
            standsFor: "a storage network under load", touches: [.servers], lasts: 4...8, expects: .doubtful
        ) { stage in try await stage.slows([stage.leader()]) },
        Fault(
            name: "all disks slow", does: "every fsync of every server takes 400 ms",
            standsFor: "a storage network under load", touches: [.servers], lasts: 4...8, expects: .doubtful
        ) { stage in try await stage.slows(stage.ensemble.servers) },
    ]
}

extension Stage {
    fileprivate func starves(_ server: EnsembleServer) async throws -> BegunFault {
        try await server.starve(toShare: 0.25, period: .milliseconds(200))
        return BegunFault(
            met: Self.names([server]),
            end: {
                try await server.resume()
                try await untilWhole()
            })
    }

    fileprivate func exhausts(_ server: EnsembleServer) async throws -> BegunFault {
        let lives = try await server.exhaustMemory()
        return BegunFault(
            met: Self.names([server]) + (lives ? ", which hung" : ", which died"),
            end: {
                try await server.releaseMemory()
                if server.isRunning { try await server.kill() }
                try await raise([server])
            })
    }

    /// A server whose disk failed gives up, or is made to; it comes back with an empty one.
    fileprivate func ails(
        _ server: EnsembleServer, _ ail: (EnsembleServer) async throws -> Void
    ) async throws -> BegunFault {
        try await ail(server)
        return BegunFault(
            met: Self.names([server]),
            end: {
                try await server.restoreDisk()
                try await ensemble.replaceDisk(of: server)
                try await untilWhole()
            })
    }

    fileprivate func slows(_ servers: [EnsembleServer]) async throws -> BegunFault {
        for server in servers { try await server.slowDisk(by: .milliseconds(400)) }
        return BegunFault(
            met: Self.names(servers),
            end: {
                for server in servers { try await server.restoreDisk() }
                try await untilWhole()
            })
    }
}
