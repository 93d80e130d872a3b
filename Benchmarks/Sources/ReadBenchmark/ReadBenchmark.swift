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
        var (clientData, bareData, clientList, bareList): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        let lists = 200
        let before = try residentMemory()
        // The first round of each warms the server.
        for round in 0...rounds {
            let timesOfData = (
                try await measure { try await readAll(client) },
                try await run(bare, [ensemble.connectString, "data", "/data", "\(nodes)", "\(window)"])
            )
            let timesOfLists = (
                try await measure { for _ in 0..<lists { _ = try await client.children(of: "/list") } },
                try await run(bare, [ensemble.connectString, "list", "/list", "\(lists)"])
            )
            guard round > 0 else { continue }
            clientData.append(timesOfData.0)
            bareData.append(timesOfData.1)
            clientList.append(timesOfLists.0)
            bareList.append(timesOfLists.1)
        }
        let (ours, floor) = (Double(nodes) / median(clientData), Double(nodes) / median(bareData))
        print(
            "pipelined reads, window \(window): client \(Int(ours))/s, bare C \(Int(floor))/s, ratio \(text(ours / floor))"
        )
        let (listed, floorOfList) = (median(clientList) / Double(lists), median(bareList) / Double(lists))
        print(
            "list of \(names) names: client \(text(listed * 1000)) ms, bare C \(text(floorOfList * 1000)) ms, "
                + "ratio \(text(listed / floorOfList))")
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

    private func measure(_ body: () async throws -> Void) async throws -> Double {
        let time = try await ContinuousClock().measure { try await body() }
        return time / .seconds(1)
    }

    private func run(_ program: String, _ arguments: [String]) async throws -> Double {
        let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(arguments), output: .string(limit: 1000), error: .discarded)
        guard let words = result.standardOutput.split(whereSeparator: \.isNewline).first, let time = Double(words)
        else {
            throw ValidationError("\(program) printed no time")
        }
        return time
    }

    private func residentMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    private func text(_ value: Double) -> String { String(format: "%.2f", value) }
}
