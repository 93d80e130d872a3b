internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper

/// Somebody else, whose list has the same path on another ensemble: it is stated whole, and again each time when a worker is led there.
struct Stranger: Sendable {
    private let simulation: Simulation
    private let client: SimulatedClient
    private let publisher: AssignmentPublisher
    private let oracle: Oracle

    init(_ simulation: Simulation, _ ensemble: SimulatedEnsemble, _ oracle: Oracle) {
        self.simulation = simulation
        self.oracle = oracle
        client = ensemble.strangersClient()
        publisher = simulation.publisher(of: ListOperator.list, on: client, listName: "theirs")
    }

    /// Some of its Things have the names of others.
    private static let things: [ThingID: [UInt8]] = [
        "t1": Array("a stranger's".utf8), "t101": Array("a stranger's".utf8), "t102": [],
    ]

    /// States its list now, and at each of these moments from now on.
    func live(stating moments: [Duration]) async throws {
        try await client.connected()
        let begun = simulation.now
        try await publisher.replace(with: Self.things)
        for moment in moments.sorted() {
            try await simulation.clock.sleep(until: begun.advanced(by: moment))
            try await publisher.replace(with: Self.things)
            oracle.happened(.misledAndTold)
        }
        client.close()
    }
}
