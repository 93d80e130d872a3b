internal import HoldfastEnsemble

// What happens between the servers.
extension Fault {
    static let links: [Fault] = [
        Fault(
            name: "leader cut from the followers",
            does: "nothing passes between the leader and the other servers; clients reach all",
            standsFor: "a partition between racks", touches: [.servers], lasts: 5...9, expects: .doubtful
        ) { stage in
            let leader = try await stage.leader()
            return try await stage.parts(leader) { try await $0.separate([leader]) }
        },
        Fault(
            name: "follower cut from the others",
            does: "nothing passes between a follower and the other servers; clients reach all",
            standsFor: "a partition between racks", touches: [.servers], lasts: 4...8, expects: .brief
        ) { stage in
            let follower = try await stage.follower()
            return try await stage.parts(follower) { try await $0.separate([follower]) }
        },
        Fault(
            name: "all servers cut from each other", does: "nothing passes between any two servers; clients reach all",
            standsFor: "a firewall rule for the wrong ports", touches: [.servers], lasts: 7...9, expects: .blind
        ) { stage in
            for server in stage.ensemble.servers { try await stage.ensemble.separate([server]) }
            return BegunFault(end: { try await stage.heals() })
        },
        Fault(
            name: "leader unheard", does: "what the leader sends to the other servers is lost, what they send arrives",
            standsFor: "a half-broken cable, a route that is missing one way", touches: [.servers], lasts: 5...9,
            expects: .doubtful
        ) { stage in
            let leader = try await stage.leader()
            return try await stage.parts(leader) { ensemble in
                for other in ensemble.servers where other.id != leader.id {
                    try await ensemble.lose(from: leader, to: other)
                }
            }
        },
        Fault(
            name: "leader far away", does: "all between the leader and the other servers arrives 150 ms later",
            standsFor: "servers in several cities", touches: [.servers], lasts: 4...8, expects: .doubtful
        ) { stage in
            let leader = try await stage.leader()
            return try await stage.parts(leader) { try await $0.delay(linksOf: leader, by: .milliseconds(150)) }
        },
    ]
}

extension Stage {
    fileprivate func parts(
        _ server: EnsembleServer, _ part: (Ensemble) async throws -> Void
    ) async throws -> BegunFault {
        try await part(ensemble)
        return BegunFault(met: Self.names([server]), end: { try await heals() })
    }

    fileprivate func heals() async throws {
        try await ensemble.healLinks()
        try await untilWhole()
    }
}
