import Holdfast
import HoldfastCore
import HoldfastTesting
import HoldfastZooKeeper
import Synchronization
import Testing

/// Publishers in a simulation.
@Suite(.timeLimit(.minutes(1)))
struct SimulatedPublisherTests {
    private static let list: ZNodePath = "/list"

    @Test("of two publishers of one list none takes the other's statement for its own")
    func marksDiffer() async throws {
        var conflicts = 0
        for seed in 1...300 as ClosedRange<UInt64> {
            conflicts += try await Simulation.run(seed: seed) { simulation in
                let ensemble = try SimulatedEnsemble(simulation, servers: 3)
                let clients = [ensemble.client(), ensemble.client()]
                for client in clients { try await client.connected() }
                let publishers = clients.map { simulation.publisher(of: Self.list, on: $0) }
                try await publishers[0].replace(with: [:])
                try ensemble.begin(.loseReply(client: 1))
                let names = ["a", "b"]
                let done = await withTaskGroup(of: String?.self) { group in
                    for (publisher, name) in zip(publishers, names) {
                        group.addTask {
                            (try? await publisher.add([ThingID(name): []])) == nil ? nil : name
                        }
                    }
                    return await group.reduce(into: Set<String>()) { if let name = $1 { $0.insert(name) } }
                }
                let reader = ensemble.client()
                try await reader.connected()
                let present = Set(try await reader.children(of: Self.list).names.map(\.description))
                #expect(done.isSubset(of: present), "seed \(seed): told \(done), and there are \(present)")
                return done.count < 2 ? 1 : 0
            }
        }
        print("\(conflicts) of 300 pairs of statements were in conflict")
        #expect(conflicts > 10)
    }

    @Test("a generation is of the ensemble's time, and a small limit has a statement go in several requests")
    func timeAndLimit() async throws {
        try await Simulation.run(seed: 1) { simulation in
            var options = SimulatedEnsemble.Options()
            options.startOfTime = 4_000_000_000_000
            let ensemble = try SimulatedEnsemble(simulation, servers: 3, options: options)
            let client = ensemble.client()
            try await client.connected()
            let payload = [UInt8](repeating: 0, count: 100)
            let things = Dictionary(uniqueKeysWithValues: (1...40).map { (ThingID("t\($0)"), payload) })
            let whole = try await simulation.publisher(of: Self.list, on: client).replace(with: things)
            #expect(whole.generation >= 4_000_000_000_000 && whole.generation < 4_000_000_060_000)
            let publisher = simulation.publisher(of: Self.list, on: client, requestLimit: 3300)
            let parts = try await publisher.replace(with: things.mapValues { $0 + [1] })
            #expect(parts.updated.count == 40 && parts.transactions > whole.transactions + 1)
            try await publisher.replace(with: [:])
            #expect(try await client.children(of: Self.list).names.isEmpty)
        }
    }
}
