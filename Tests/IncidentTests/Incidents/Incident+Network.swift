import HoldfastEnsemble

extension Incident {
    /// What happens between the worker and the servers.
    static let network: [Incident] = [
        Incident(name: "client cut off for 8 s", mustShow: ["disconnected", "session lost"]) { scene in
            for server in scene.ensemble.servers { try await server.proxy.blackhole() }
            try await scene.lasts(.seconds(8))
            for server in scene.ensemble.servers { try await server.proxy.restore() }
        },
        Incident(name: "connections refused for 8 s", mustShow: ["disconnected", "session lost"]) { scene in
            for server in scene.ensemble.servers { try await server.proxy.refuse() }
            try await scene.lasts(.seconds(8))
            for server in scene.ensemble.servers { try await server.proxy.restore() }
        },
        Incident(name: "40 cuts in 6 s", mustShow: ["disconnected"]) { scene in
            for _ in 0..<40 {
                for server in scene.ensemble.servers { try await server.proxy.cut() }
                try await scene.lasts(.milliseconds(150))
            }
        },
    ]
}
