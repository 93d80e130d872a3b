import HoldfastEnsemble
import HoldfastZooKeeper
import Testing

/// One thing that goes wrong with an ensemble or its list, from its beginning to its end.
struct Incident: Sendable, CustomTestStringConvertible {
    var name: String
    /// The worker must have shown one of these reasons for a hold meanwhile; empty where it may not have noticed at all.
    var mustShow: Set<String> = []
    var happen: @Sendable (Scene) async throws -> Void

    var testDescription: String { name }
}

/// What an incident may lay hands on.
struct Scene: Sendable {
    var ensemble: Ensemble
    var writer: ListWriter
    var worker: WorkerProcess
    var things: [String]

    /// The incident goes on for that long: the only time in these tests that simply passes.
    func lasts(_ duration: Duration) async throws {
        try await ContinuousClock().sleep(for: duration)
    }

    func leader() async throws -> EnsembleServer {
        guard let leader = try await ensemble.leader() else { throw Unseen(description: "the ensemble has no leader") }
        return leader
    }
}

extension Incident {
    static let all: [Incident] = servers + network + lists

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
        Incident(name: "disks of all servers wiped", mustShow: ["list missing"]) { scene in
            try await scene.ensemble.wipe()
            try await scene.worker.until("the list is missing") { $0.reasons.contains("list missing") }
            try await scene.writer.make(scene.things)
        },
    ]

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

    /// What happens to the list.
    static let lists: [Incident] = [
        Incident(name: "list and its children deleted one by one", mustShow: ["list missing"]) { scene in
            try await scene.writer.deleteOneByOne()
            try await scene.worker.until("the list is missing") { $0.reasons.contains("list missing") }
            try await scene.writer.make(scene.things)
        },
        Incident(name: "list emptied in one transaction", mustShow: ["list empty"]) { scene in
            try await scene.writer.empty()
            try await scene.worker.until("the list is empty") { $0.reasons.contains("list empty") }
            try await scene.lasts(.seconds(3))
            try await scene.writer.fill(scene.things)
        },
    ]
}
