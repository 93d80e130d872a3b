import HoldfastEnsemble

extension Incident {
    /// What happens to servers.
    static let servers: [Incident] = [
        Incident(name: "leader killed") { scene in
            try await scene.leader().kill()
            try await scene.ensemble.waitUntilServing()
        },
        Incident(name: "leader hung for 6 s") { scene in
            let leader = try await scene.leader()
            try await leader.hang()
            try await scene.lasts(.seconds(6))
            try await leader.resume()
            try await scene.ensemble.waitUntilServing()
        },
        Incident(name: "all three hung for 6 s", mustShow: ["disconnected"]) { scene in
            for server in scene.ensemble.servers { try await server.hang() }
            try await scene.lasts(.seconds(6))
            for server in scene.ensemble.servers { try await server.resume() }
            try await scene.ensemble.waitUntilServing()
        },
        Incident(name: "two of three killed for 6 s", mustShow: ["disconnected"]) { scene in
            for server in scene.ensemble.servers.prefix(2) { try await server.kill() }
            try await scene.lasts(.seconds(6))
            for server in scene.ensemble.servers.prefix(2) { try await server.start() }
            try await scene.ensemble.waitUntilServing()
        },
        Incident(name: "rolling restart", mustShow: ["disconnected"]) { scene in
            for server in scene.ensemble.servers {
                try await server.stop()
                try await server.start()
                try await scene.ensemble.waitUntilServing()
            }
        },
    ]
}
