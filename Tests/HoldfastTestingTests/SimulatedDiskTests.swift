import Holdfast
import HoldfastCore
import HoldfastTesting
import HoldfastZooKeeper
import Logging
import Synchronization
import Testing

/// Workers with a state folder in a simulation: one dies, and the next one begins with what is left on the disk.
@Suite(.timeLimit(.minutes(5)))
struct SimulatedDiskTests {
    private static let list: ZNodePath = "/list"

    private struct Scene: Sendable {
        var simulation: Simulation
        var ensemble: SimulatedEnsemble
        var publisher: AssignmentPublisher

        /// A worker that keeps what it knows, and whose Things run until they are cancelled.
        func worker(maxAge: Duration = .seconds(7 * 24 * 3600)) -> HoldfastWorker {
            var configuration = HoldfastWorker.Configuration()
            var folder = StateFolder(path: "/var/lib/collector", workerID: "a")
            folder.maxAge = maxAge
            configuration.stateFolder = folder
            return HoldfastWorker(
                client: ensemble.client(), list: SimulatedDiskTests.list, configuration: configuration,
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            ) { [simulation] _ in try await simulation.clock.sleep(for: .seconds(1 << 40)) }
        }

        func runs(_ worker: HoldfastWorker, _ count: Int) async throws {
            try await simulation.until("\(count) assigned", within: .seconds(10)) { worker.posture.assigned == count }
        }

        func started(_ id: String) -> Int {
            simulation.timeline.split(separator: "\n").count { $0.contains("worker: started \(id),") }
        }
    }

    private static func play(
        _ seed: UInt64, startOfTime: Int64 = 1_700_000_000_000,
        _ body: @escaping @Sendable (Scene) async throws -> Void
    ) async throws {
        try await Simulation.run(seed: seed) { simulation in
            var options = SimulatedEnsemble.Options()
            options.startOfTime = startOfTime
            let ensemble = try SimulatedEnsemble(simulation, servers: 3, options: options)
            let writing = ensemble.client()
            try await writing.connected()
            let publisher = simulation.publisher(of: list, on: writing)
            try await publisher.replace(with: ["a": [1], "b": [2]])
            try await body(Scene(simulation: simulation, ensemble: ensemble, publisher: publisher))
        }
    }

    @Test("a worker dies, and the next one runs what it knew, without ZooKeeper")
    func nextLife() async throws {
        for seed in 1...50 as ClosedRange<UInt64> {
            try await Self.play(seed) { scene in
                let (first, next) = (scene.worker(), scene.worker())
                try await scene.simulation.run(first) {
                    try await scene.runs(first, 2)
                    // What was learned a moment ago takes a moment to be kept.
                    try await scene.simulation.clock.sleep(for: .seconds(1))
                    scene.simulation.disk.killProcesses()
                }
                try scene.ensemble.begin(.loseQuorum)
                try await scene.simulation.run(next) {
                    try await scene.runs(next, 2)
                    #expect(next.posture.isHolding)
                    try await scene.simulation.until("both", within: .seconds(5)) {
                        scene.started("a") == 2 && scene.started("b") == 2
                    }
                }
            }
        }
    }

    @Test("a power loss at any moment leaves what was kept or what was being kept, and nothing else")
    func powerLoss() async throws {
        var counts: [Int: Int] = [:]
        for seed in 1...300 as ClosedRange<UInt64> {
            let found = Latest(0)
            try await Self.play(seed) { scene in
                var random = scene.simulation.random("the moment")
                let moment = random.duration(in: .zero ... .milliseconds(30))
                let (first, next) = (scene.worker(), scene.worker())
                try await scene.simulation.run(first) {
                    try await scene.runs(first, 2)
                    try await scene.simulation.clock.sleep(for: .seconds(1))
                    try await scene.publisher.add(["c": []])
                    try await scene.simulation.clock.sleep(for: moment)
                    scene.simulation.disk.losePower()
                }
                try scene.ensemble.begin(.loseQuorum)
                try await scene.simulation.run(next) {
                    try await scene.simulation.until("it runs what it knew", within: .seconds(5)) {
                        next.posture.assigned >= 2
                    }
                    found.set(next.posture.assigned)
                }
            }
            counts[found.value, default: 0] += 1
        }
        print("after a power loss the next worker knew of \(counts.sorted { $0.key < $1.key }) Things")
        #expect(Set(counts.keys) == [2, 3], "both happen, and nothing else: \(counts)")
    }

    @Test("what is older than its limit is not run, by the simulation's wall clock")
    func wallClock() async throws {
        // The same at another time: the wall clock begins when the ensemble's does.
        for startOfTime in [1_700_000_000_000, 4_000_000_000_000] as [Int64] {
            try await Self.play(1, startOfTime: startOfTime) { scene in
                let (first, young, old) = (
                    scene.worker(), scene.worker(maxAge: .seconds(7200)), scene.worker(maxAge: .seconds(7200))
                )
                try await scene.simulation.run(first) { try await scene.runs(first, 2) }
                try scene.ensemble.begin(.loseQuorum)
                try await scene.simulation.clock.sleep(for: .seconds(7000))
                try await scene.simulation.run(young) {
                    try await scene.simulation.until("it runs", within: .seconds(5)) { scene.started("a") == 2 }
                }
                try await scene.simulation.clock.sleep(for: .seconds(300))
                try await scene.simulation.run(old) {
                    try await scene.simulation.clock.sleep(for: .seconds(60))
                    #expect(scene.started("a") == 2)
                }
            }
        }
    }

    @Test("a full disk stops nothing, and what changed meanwhile is kept when there is room again")
    func fullDisk() async throws {
        try await Self.play(1) { scene in
            let (first, next) = (scene.worker(), scene.worker())
            try await scene.simulation.run(first) {
                try await scene.runs(first, 2)
                try await scene.simulation.clock.sleep(for: .seconds(1))
                scene.simulation.disk.isFull = true
                try await scene.publisher.add(["c": []])
                try await scene.runs(first, 3)
                try await scene.simulation.clock.sleep(for: .seconds(600))
                #expect(!first.posture.isHolding)
                scene.simulation.disk.isFull = false
                try await scene.simulation.clock.sleep(for: .seconds(120))
                scene.simulation.disk.losePower()
            }
            try scene.ensemble.begin(.loseQuorum)
            try await scene.simulation.run(next) { try await scene.runs(next, 3) }
        }
    }

    @Test("a disk that hangs keeps nobody from starting, stopping or ending")
    func hungDisk() async throws {
        try await Self.play(1) { scene in
            let (first, next) = (scene.worker(), scene.worker())
            try await scene.simulation.run(first) {
                try await scene.runs(first, 2)
                try await scene.simulation.clock.sleep(for: .seconds(1))
                scene.simulation.disk.isHung = true
                try await scene.publisher.remove(["a"])
                try await scene.runs(first, 1)
            }
            // It waited in vain for a few seconds, and has let go of the folder.
            scene.simulation.disk.isHung = false
            try await scene.simulation.clock.sleep(for: .seconds(1))
            try await scene.simulation.run(next) { try await scene.runs(next, 1) }
        }
    }

    @Test("a second worker is kept out of the folder of one that runs")
    func folderIsOwned() async throws {
        try await Self.play(1) { scene in
            let (first, second) = (scene.worker(), scene.worker())
            try await scene.simulation.run(first) {
                try await scene.runs(first, 2)
                let error = await #expect(throws: LastKnownGoodError.self) { try await scene.simulation.run(second) }
                #expect(error?.code == .inUse)
            }
        }
    }

    @Test("a history with a crash is the same each time it is run")
    func crashesReplay() async throws {
        let fingerprints = Latest<Set<UInt64>>([])
        for _ in 0..<20 {
            try await Self.play(7) { scene in
                let (first, next) = (scene.worker(), scene.worker())
                try await scene.simulation.run(first) {
                    try await scene.runs(first, 2)
                    try await scene.simulation.clock.sleep(for: .milliseconds(7))
                    scene.simulation.disk.losePower()
                }
                try await scene.simulation.run(next) { try await scene.runs(next, 2) }
                fingerprints.set(fingerprints.value.union([scene.simulation.fingerprint]))
            }
        }
        #expect(fingerprints.value.count == 1)
    }
}
