import ArgumentParser
import Foundation
import HoldfastEnsemble
import HoldfastZooKeeper
import Logging
import Subprocess
import SystemPackage

/// Reads many nodes, pipelined, and long lists, through the client and through a bare program over the same C library, in
/// turns on one server.
@main struct ReadBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "read-benchmark")

    @Option(help: "How many nodes of 100 bytes are read.") var nodes = 100_000
    @Option(help: "How many names the list holds.") var names = 10_000
    @Option(help: "How many reads are in flight.") var window = 256
    @Option(help: "How often each is measured; the medians are compared.") var rounds = 5

    func run() async throws {
        let bare = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("bare-reads").path
        try await Ensemble.with(servers: 1) { ensemble in
            var configuration = ZooKeeperClient.Configuration(servers: try ServerList(ensemble.connectString))
            configuration.maximumInFlight = window
            let client = ZooKeeperClient(
                configuration: configuration, logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await client.run() }
                try await client.connected()
                try await fill(client)
                try await compare(client, ensemble, bare)
                await client.close()
                try await group.waitForAll()
            }
        }
    }

    private func fill(_ client: ZooKeeperClient) async throws {
        let payload = [UInt8](repeating: 7, count: 100)
        for (parent, count) in [("/data", nodes), ("/list", names)] {
            _ = try await client.create(ZNodePath(parent), data: nil, mode: .persistent)
            for start in stride(from: 0, to: count, by: 1000) {
                let operations = try (start..<min(start + 1000, count)).map {
                    try TransactionOperation.create(
                        ZNodePath(parent == "/data" ? "/data/\($0)" : "/list/thing-\($0)"), data: payload,
                        mode: .persistent)
                }
                _ = try await client.multi(operations)
            }
        }
    }

    private func compare(_ client: ZooKeeperClient, _ ensemble: Ensemble, _ bare: String) async throws {
        var (clientData, bareData, clientList, bareList): ([Cost], [Cost], [Cost], [Cost]) = ([], [], [], [])
        let lists = 200
        let before = try residentMemory()
        // The first round of each warms the server.
        for round in 0...rounds {
            let data = (
                try await measure { try await readAll(client) },
                try await run(bare, [ensemble.connectString, "data", "/data", "\(nodes)", "\(window)"])
            )
            let list = (
                try await measure { for _ in 0..<lists { _ = try await client.children(of: "/list") } },
                try await run(bare, [ensemble.connectString, "list", "/list", "\(lists)"])
            )
            guard round > 0 else { continue }
            clientData.append(data.0)
            bareData.append(data.1)
            clientList.append(list.0)
            bareList.append(list.1)
        }
        let (ours, floor) = (Cost.median(clientData), Cost.median(bareData))
        print(
            "pipelined reads, window \(window): client \(Int(Double(nodes) / ours.time))/s, "
                + "bare C \(Int(Double(nodes) / floor.time))/s, ratio \(text(floor.time / ours.time)); "
                + "processor time \(text(ours.processor)) s and \(text(floor.processor)) s")
        let (listed, bareListed) = (Cost.median(clientList), Cost.median(bareList))
        print(
            "list of \(names) names: client \(text(listed.time * 1000 / Double(lists))) ms, "
                + "bare C \(text(bareListed.time * 1000 / Double(lists))) ms, "
                + "ratio \(text(listed.time / bareListed.time)); processor time "
                + "\(text(listed.processor * 1000 / Double(lists))) ms and "
                + "\(text(bareListed.processor * 1000 / Double(lists))) ms")
        print("resident memory of the client's process: \(before) KiB before, \(try residentMemory()) KiB after")
    }

    private func readAll(_ client: ZooKeeperClient) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for reader in 0..<window {
                group.addTask {
                    for number in stride(from: reader, to: nodes, by: window) {
                        _ = try await client.data(at: ZNodePath("/data/\(number)"))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func measure(_ body: () async throws -> Void) async throws -> Cost {
        let before = Self.processorTime
        let time = try await ContinuousClock().measure { try await body() }
        return Cost(time: time / .seconds(1), processor: Self.processorTime - before)
    }

    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func run(_ program: String, _ arguments: [String]) async throws -> Cost {
        let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(arguments), output: .string(limit: 1000), error: .discarded)
        let numbers = result.standardOutput.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard numbers.count == 2 else { throw ValidationError("\(program) printed no times") }
        return Cost(time: numbers[0], processor: numbers[1])
    }

    private func residentMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    }

    private func text(_ value: Double) -> String { String(format: "%.2f", value) }
}

/// What a measurement cost, in seconds.
private struct Cost {
    var time: Double
    var processor: Double

    static func median(_ costs: [Cost]) -> Cost {
        Cost(
            time: costs.map(\.time).sorted()[costs.count / 2],
            processor: costs.map(\.processor).sorted()[costs.count / 2])
    }
}
