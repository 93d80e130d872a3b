import Holdfast
import HoldfastCore
import HoldfastTesting
import HoldfastZooKeeper
import Logging
import Synchronization
import Testing

@testable import CollectorWorker

/// The example worker in a simulation: what it does for a Thing runs unchanged, on a clock that jumps.
@Suite(.timeLimit(.minutes(1)))
struct SimulatedSamplerTests {
    private static let list: ZNodePath = "/collectors/plant-7"
    private static let payload = Array(#"{"source":"file:/readings/pump-7","interval_ms":1000}"#.utf8)

    @Test("an hour without a quorum is an hour of readings")
    func samplesThroughOutage() async throws {
        let taken = Counter()
        let seconds = try await Simulation.run(seed: 7) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let writing = ensemble.client()
            try await writing.connected()
            _ = try await writing.create("/collectors", data: nil, mode: .persistent)
            try await simulation.publisher(of: Self.list, on: writing).replace(with: ["pump-7": Self.payload])
            let sampler = Sampler(clock: simulation.clock, contents: { _ in "1.5" }) { _, _ in taken.add() }
            let worker = HoldfastWorker(client: ensemble.client(), list: Self.list, logger: .silent) { thing in
                try await sampler.sample(thing)
            }
            return try await simulation.run(worker) {
                try await simulation.until("it samples", within: .seconds(5)) { taken.count > 0 }
                try ensemble.begin(.loseQuorum)
                try await simulation.clock.sleep(for: .seconds(3600))
                #expect(worker.posture.isHolding)
                return 3600
            }
        }
        #expect(taken.count >= seconds)
    }
}

private final class Counter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock(\.self) }
    func add() { value.withLock { $0 += 1 } }
}

extension Logger {
    fileprivate static var silent: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}
