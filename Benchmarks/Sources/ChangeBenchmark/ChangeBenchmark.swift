import ArgumentParser
import Foundation
import HoldfastEnsemble
import HoldfastZooKeeper
import Logging

/// Measures how long an addition to a list takes until the programs that follow it tell of it.
@main
struct ChangeBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change-benchmark",
        abstract: "How long from an addition to a list until the programs that follow it say \"started\".",
        discussion: "It starts three ZooKeeper servers on 127.0.0.1 and the programs by itself, and ends them."
    )

    @Option(help: "How many additions are measured for each program.")
    var additions = 300

    @Option(help: "How many Things are on each list.")
    var things = 100

    @Option(help: "The collector-worker to measure, in release build; without it only the bare programs are.")
    var worker: String?

    @Option(help: "A folder for the samples as JSON.")
    var results: String?

    @Option(help: "After how many seconds the run is given up.")
    var limit = 600

    func validate() throws {
        guard things > 1 else { throw ValidationError("--things must be 2 or more: no list shall become empty") }
        guard additions > 0, limit > 0 else { throw ValidationError("--additions and --limit must be 1 or more") }
    }

    func run() async throws {
        let conditions = Conditions(things: things, additions: additions)
        let samples = try await Ensemble.with(servers: 3) { ensemble in
            let server = try await Self.follower(of: ensemble)
            return try await measure(at: "127.0.0.1:\(server.clientPort)")
        }
        let report = Report(conditions: conditions.ended(), programs: samples)
        print(report.markdown)
        if let results { print("\nSamples: \(try report.write(to: results))") }
    }

    /// One server for all: else the figure would tell who was lucky to be connected to the leader.
    private static func follower(of ensemble: Ensemble) async throws -> EnsembleServer {
        let leader = try await ensemble.leader()
        guard let server = ensemble.servers.first(where: { $0.id != leader?.id }) else {
            throw BenchmarkError("the ensemble has no follower")
        }
        return server
    }

    private func measure(at server: String) async throws -> [ProgramSamples] {
        let programs = try contestants().map { try $0.enter(server: server) }
        let client = ZooKeeperClient(configuration: .init(servers: try ServerList(server)), logger: Self.quietLogger)
        return try await withThrowingTaskGroup(of: [ProgramSamples]?.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await client.run()
                return nil
            }
            group.addTask {
                try await Task.sleep(for: .seconds(limit))
                throw BenchmarkError("the run was not over after \(limit) s, and was given up")
            }
            group.addTask {
                try await client.connected()
                var race = Race(client: client, programs: programs, things: things)
                try await race.prepareLists()
                return try await withThrowingTaskGroup(of: Void.self) { running in
                    defer { running.cancelAll() }
                    for program in programs { running.addTask { try await program.run() } }
                    return try await race.run(additions: additions)
                }
            }
            while let ended = try await group.next() {
                if let samples = ended { return samples }
            }
            throw BenchmarkError("the run ended without samples")
        }
    }

    private func contestants() -> [Contestant] {
        let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let bare = folder.appending(path: "bare-list").path
        var contestants = [
            Contestant(name: .bare, executable: bare) { [$0, $1] },
            Contestant(name: .bareWithPayloads, executable: bare) { ["--payloads", $0, $1] },
            Contestant(name: .bareAgain, executable: bare) { [$0, $1] },
        ]
        if let worker {
            contestants.append(Contestant(name: .worker, executable: worker) { ["--servers", $0, "--path", $1] })
        }
        return contestants
    }

    private static var quietLogger: Logger {
        var logger = Logger(label: "change-benchmark", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        return logger
    }
}
