import Foundation
import Holdfast
import HoldfastCore
import HoldfastTesting
import HoldfastZooKeeper
import Logging
import Testing

/// The examples of the documents, word for word: what a user copies compiles, and passes.
@Suite(.timeLimit(.minutes(5)))
struct DocumentedExampleTests {
    @Test func threeDaysWithoutAQuorumStopNothing() async throws {
        try await Simulation.run(seed: 1) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let writing = ensemble.client()
            try await writing.connected()
            try await simulation.publisher(of: "/list", on: writing).replace(with: ["pump-7": [], "pump-8": []])
            let worker = HoldfastWorker(client: ensemble.client(), list: "/list", logger: logger) { thing in
                try await collect(from: thing, clock: simulation.clock)
            }
            try await simulation.run(worker) {
                try await simulation.until("both run", within: .seconds(5)) { worker.posture.assigned == 2 }
                try ensemble.begin(.loseQuorum)
                try await simulation.clock.sleep(for: .seconds(72 * 3600))
                #expect(worker.posture.isHolding && worker.posture.assigned == 2)
            }
        }
    }

    @Test func aWorkerThatStartsWithoutZooKeeperRunsWhatItKnew() async throws {
        try await Simulation.run(seed: 1) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let writing = ensemble.client()
            try await writing.connected()
            try await simulation.publisher(of: "/list", on: writing).replace(with: ["pump-7": [], "pump-8": []])
            var configuration = HoldfastWorker.Configuration()
            configuration.stateFolder = StateFolder(path: "/var/lib/collector", workerID: "collector-1")
            let (first, next) = (makeWorker(), makeWorker())
            try await simulation.run(first) {
                try await simulation.until("both run", within: .seconds(5)) { first.posture.assigned == 2 }
                try await simulation.clock.sleep(for: .seconds(1))  // What was learned is on the disk by now.
                try ensemble.begin(.loseQuorum)
                simulation.disk.losePower()
            }
            try await simulation.run(next) {
                try await simulation.until("both run again", within: .seconds(5)) { next.posture.assigned == 2 }
            }

            func makeWorker() -> HoldfastWorker {
                HoldfastWorker(
                    client: ensemble.client(), list: "/list", configuration: configuration, logger: logger
                ) { thing in
                    try await collect(from: thing, clock: simulation.clock)
                }
            }
        }
    }

    @Test func aLostLeaderIsOutlived() async throws {
        try await Simulation.run(seed: 7) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let zooKeeper = ensemble.client()
            try await zooKeeper.connected()
            _ = try await zooKeeper.create("/pumps", data: nil, mode: .persistent)
            try ensemble.begin(.loseLeader)
            try await simulation.clock.sleep(for: .seconds(5))  // It takes no time.
            #expect(try await zooKeeper.exists("/pumps") != nil)
        }
    }

    @Test("a client is led to another ensemble, as testing-your-collector.md says")
    func misleading() async throws {
        try await Simulation.run(seed: 7) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            let client = ensemble.client()
            try await client.connected()
            let stranger = ensemble.strangersClient()
            try await stranger.connected()
            try await simulation.publisher(of: "/list", on: stranger).replace(with: ["valve-1": []])
            try ensemble.begin(.mislead(client: 1))  // The client that was made first.
            try await simulation.clock.sleep(for: .seconds(5))
            #expect(try await client.children(of: "/list").names == ["valve-1"])
        }
    }

    @Test("every example of the documents that is whole stands here, word for word")
    func examplesStandHere() throws {
        let here = try Self.lines(of: #filePath)
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        var compared = 0
        for document in [
            "docs/testing-your-collector.md", "docs/simulated-ensemble.md",
            "Sources/HoldfastTesting/HoldfastTesting.docc/HoldfastTesting.md",
        ] {
            for example in Self.examples(in: try Self.lines(of: folder.appending(path: document).path)) {
                // One with a gap is a sketch; the modules that it imports are imported here.
                guard !example.contains(where: { $0.contains("…") }) else { continue }
                let code = example.filter { !$0.hasPrefix("import ") }.drop { $0.isEmpty }
                #expect(here.contains(code), "\(document): \(code.first ?? "")")
                compared += 1
            }
        }
        #expect(compared == 5)
    }

    /// Without the spaces at their beginnings.
    private static func lines(of path: String) throws -> [Substring] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.drop { $0 == " " } }
    }

    private static func examples(in lines: [Substring]) -> [[Substring]] {
        lines.split { $0 == "```" }.compactMap { part in
            part.lastIndex(of: "```swift").map { Array(part[($0 + 1)...]) }
        }
    }
}

private let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

/// Stands for the work of a user.
private func collect(from thing: Thing, clock: SimulationClock) async throws {
    try await clock.sleep(for: .seconds(1 << 40))
}
