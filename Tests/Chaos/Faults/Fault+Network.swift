internal import HoldfastEnsemble

// What happens between the worker and the servers.
extension Fault {
    static let network: [Fault] = [
        Fault(
            name: "client cut again and again", does: "all connections of the worker are reset, seven times a second",
            standsFor: "a flapping link, a firewall that forgets", touches: [.network], lasts: 4...7, expects: .doubtful
        ) { stage in
            BegunFault(
                during: {
                    while true {
                        try await stage.eachProxy { try await $0.cut() }
                        try await stage.lasts(0.15)
                    }
                },
                end: {})
        },
        Fault(
            name: "client cut once", does: "all connections of the worker are reset, once",
            standsFor: "a switch that restarts", touches: [.network], lasts: 1...2, expects: .brief
        ) { stage in
            try await stage.eachProxy { try await $0.cut() }
            return BegunFault(end: {})
        },
        Fault(
            name: "client black-holed", does: "nothing passes between worker and servers, and no connection ends",
            standsFor: "a firewall that drops, a route that is gone", touches: [.network], lasts: 6...9, expects: .blind
        ) { stage in try await stage.shuts { try await $0.blackhole() } },
        Fault(
            name: "client refused", does: "the servers' ports are closed to the worker",
            standsFor: "a firewall that rejects, a wrong port", touches: [.network], lasts: 6...9, expects: .blind
        ) { stage in try await stage.shuts { try await $0.refuse() } },
        Fault(
            name: "client reset at once", does: "every connection of the worker is accepted and reset",
            standsFor: "a load balancer without servers behind it", touches: [.network], lasts: 6...9, expects: .blind
        ) { stage in try await stage.shuts { try await $0.slam() } },
        Fault(
            name: "one server refused", does: "one server's port is closed to the worker, the others are not",
            standsFor: "a rule that was forgotten on one machine", touches: [.network], lasts: 4...8, expects: .brief
        ) { stage in
            let server = stage.anyServer
            try await server.proxy.refuse()
            return BegunFault(met: "server \(server.id)", end: { try await server.proxy.restore() })
        },
        Fault(
            name: "one server black-holed", does: "nothing passes between the worker and one server",
            standsFor: "a broken cable to one rack", touches: [.network], lasts: 4...8, expects: .brief
        ) { stage in
            let server = stage.anyServer
            try await server.proxy.blackhole()
            return BegunFault(met: "server \(server.id)", end: { try await server.proxy.restore() })
        },
        Fault(
            name: "requests lost", does: "what the worker sends is lost, what the servers send arrives",
            standsFor: "a route that is missing one way", touches: [.network], lasts: 6...9, expects: .blind
        ) { stage in try await stage.shuts { try await $0.blackhole(.toServer) } },
        Fault(
            name: "answers lost", does: "what the servers send is lost, what the worker sends arrives",
            standsFor: "a route that is missing one way", touches: [.network], lasts: 6...9, expects: .blind
        ) { stage in try await stage.shuts { try await $0.blackhole(.toClient) } },
        Fault(
            name: "server vanished from its connections",
            does: "the servers' end of each connection is gone and nobody is told; new connections are served",
            standsFor: "a host that lost its power, an address that moved", touches: [.network], lasts: 4...7,
            expects: .brief
        ) { stage in try await stage.shuts { try await $0.halfOpen(losing: .server) } },
        Fault(
            name: "worker vanished from its connections",
            does: "the worker's connections are reset, and the servers are not told",
            standsFor: "an address translator that restarts", touches: [.network], lasts: 4...7, expects: .brief
        ) { stage in try await stage.shuts { try await $0.halfOpen(losing: .client) } },
        Fault(
            name: "client far away", does: "every byte between worker and servers arrives 150 ms later",
            standsFor: "a worker on another continent", touches: [.network], lasts: 4...8, expects: .doubtful
        ) { stage in try await stage.shuts { try await $0.delay(by: .milliseconds(150)) } },
        Fault(
            name: "client behind a thin line", does: "no more than 4,000 bytes a second pass, each way",
            standsFor: "a mobile link, a saturated uplink", touches: [.network], lasts: 4...8, expects: .doubtful
        ) { stage in try await stage.shuts { try await $0.limit(bytesPerSecond: 4000) } },
    ]
}

extension Stage {
    fileprivate func shuts(_ shut: (FaultProxy) async throws -> Void) async throws -> BegunFault {
        try await eachProxy(shut)
        return BegunFault(end: { try await eachProxy { try await $0.restore() } })
    }
}
