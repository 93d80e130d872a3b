import ArgumentParser
import Foundation
import HoldfastEnsemble
import HoldfastZooKeeper
import Logging

/// Measures programs that follow a list, side by side, on real servers.
@main
struct ScaleBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scale-benchmark",
        abstract: "Holdfast beside a bare C program, kazoo and Curator, on lists of any length.",
        discussion: "It starts three ZooKeeper servers on 127.0.0.1 and the programs by itself, and ends them."
    )
    /// What servers and Java clients take in one packet: the names of a list of 100,000 are more than the default of 1 MiB.
    static let juteMaxBuffer = 64 * 1024 * 1024

    @Option(help: "The lengths of the lists, in a row with commas.") var sizes = "100,1000,10000"
    @Option(help: "How many bytes each Thing's payload has, in a row with commas; 0 is names only.") var payloads =
        "0,100"
    @Option(help: "How often each program loads each list.") var rounds = 3
    @Option(help: "How many additions and removals are measured on each list.") var changes = 50
    @Option(help: "Only these programs take part, in a row with commas; else all.") var only: String?
    @Option(help: "How many Things the list has whose connection is cut, again and again; 0 leaves it out.")
    var endure = 0
    @Option(help: "How often it is cut.") var reconnects = 100
    @Option(help: "The folder that ./peers made.") var peers = ".peers"
    @Option(help: "A folder for what was measured, as JSON.") var results = ".results"
    @Option(help: "Only makes the report of earlier runs, from their JSON, in a row with commas.") var from: String?
    @Option(help: "The Markdown file to write the report to; its plots go beside it.") var report: String?
    @Option(help: "After how many seconds the run is given up; what was measured so far is kept.") var limit = 1800

    func run() async throws {
        let runs: [Figures]
        if let from {
            runs = try from.split(separator: ",").map { file in
                try Self.decoder.decode(Figures.self, from: Data(contentsOf: URL(filePath: String(file))))
            }
        } else {
            try FileManager.default.createDirectory(at: Entrant.stateFolders, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: Entrant.stateFolders) }
            let figures = try await measure()
            print("Figures: \(try write(figures))")
            runs = [figures]
        }
        let page = Report(runs: runs)
        print(page.markdown)
        if let report { try page.write(to: URL(filePath: report)) }
    }

    private func measure() async throws -> Figures {
        var options = Ensemble.Options()
        // Sessions of up to 40 s: nothing here is about outages, and a loaded machine is no outage.
        options.tickTime = .seconds(2)
        options.servingLimit = .seconds(120)
        options.heapMegabytes = 1500
        options.javaArguments = ["-Djute.maxbuffer=\(Self.juteMaxBuffer)"]
        return try await Ensemble.with(servers: 3, options: options) { ensemble in
            // One server for all: else a figure would tell who was lucky to be connected to the leader.
            let leader = try await ensemble.leader()
            guard let server = ensemble.servers.first(where: { $0.id != leader?.id }) else {
                throw BenchmarkError("the ensemble has no follower")
            }
            return try await measure(at: server)
        }
    }

    private func measure(at server: EnsembleServer) async throws -> Figures {
        var configuration = ZooKeeperClient.Configuration(servers: try ServerList("127.0.0.1:\(server.clientPort)"))
        configuration.sessionTimeout = .seconds(30)
        let client = ZooKeeperClient(configuration: configuration, logger: Self.quietLogger)
        return try await withThrowingTaskGroup(of: Figures?.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await client.run()
                return nil
            }
            group.addTask {
                try await client.connected()
                return try await measure(by: client, at: server)
            }
            while let ended = try await group.next() {
                if let figures = ended { return figures }
            }
            throw BenchmarkError("the run ended without figures")
        }
    }

    private func measure(by client: ZooKeeperClient, at server: EnsembleServer) async throws -> Figures {
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let names = only.map { $0.split(separator: ",").map(String.init) }
        let entrants = try Entrant.all(peers: peers, products: products).filter {
            names?.contains($0.name.rawValue) ?? true
        }
        var figures = Figures()
        let deadline = SuspendingClock().now + .seconds(limit)
        for things in Self.numbers(sizes) {
            for payload in Self.numbers(payloads) where SuspendingClock().now < deadline {
                let race = Race(
                    client: client, server: server, entrants: entrants, things: things, payload: payload,
                    rounds: rounds,
                    changes: changes)
                Self.note("\(things) Things of \(payload) bytes")
                do {
                    figures.cases.append(try await Self.within(deadline) { try await race.run() })
                } catch {
                    Self.note("given up: \(error)")
                }
            }
        }
        if endure > 0 {
            let run = EnduranceRun(
                client: client, server: server, worker: products.appending(path: "list-worker").path, things: endure,
                payload: Self.numbers(payloads).last ?? 0, reconnects: reconnects, deadline: deadline)
            Self.note("\(reconnects) reconnects with \(endure) Things")
            do {
                figures.endurance = try await Self.within(deadline) { try await run.run() }
            } catch {
                Self.note("given up: \(error)")
            }
        }
        figures.loadAfter = Figures.load()
        return figures
    }

    private static func within<Value: Sendable>(
        _ deadline: SuspendingClock.Instant, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(until: deadline, clock: SuspendingClock())
                return nil
            }
            guard let first = try await group.next(), let value = first else {
                throw BenchmarkError("the limit of the run was reached")
            }
            return value
        }
    }

    private func write(_ figures: Figures) throws -> String {
        let folder = URL(filePath: results)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let time = figures.started.formatted(.iso8601.dateTimeSeparator(.standard).timeSeparator(.omitted))
        let file = folder.appending(path: "scale-\(time).json")
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try encoder.encode(figures).write(to: file)
        return file.path
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }

    private static func numbers(_ row: String) -> [Int] { row.split(separator: ",").compactMap { Int($0) } }

    private static func note(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }

    private static var quietLogger: Logger {
        var logger = Logger(label: "scale-benchmark", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        return logger
    }
}
