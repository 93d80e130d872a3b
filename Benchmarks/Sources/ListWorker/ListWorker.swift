import Glibc
import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Logging

/// Follows one list with Holdfast and prints a line for each Thing that came or went: what is measured beside the peers.
///
///     list-worker HOSTS PATH [SESSION-TIMEOUT-MS [STATE-FOLDER]]
///
/// Its Things do nothing but wait, so that what is measured is Holdfast's own work and none of theirs. Unlike the example worker it
/// takes any payload, none at all included.
@main struct ListWorker {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard (3...5).contains(arguments.count) else {
            Line.write("usage: list-worker HOSTS PATH [SESSION-TIMEOUT-MS [STATE-FOLDER]]\n", to: 2)
            exit(64)
        }
        let logger = Logger(label: "list-worker") { _ in SwiftLogNoOpLogHandler() }
        var configuration = ZooKeeperClient.Configuration(servers: try ServerList(arguments[1]))
        configuration.sessionTimeout = .milliseconds(arguments.dropFirst(3).first.flatMap { Int($0) } ?? 30_000)
        let client = ZooKeeperClient(configuration: configuration, logger: logger)
        var following = HoldfastWorker.Configuration()
        following.stateFolder = arguments.dropFirst(4).first.map { StateFolder(path: $0, workerID: "list-worker") }
        let list = try ZNodePath(arguments[2])
        let worker = HoldfastWorker(client: client, list: list, configuration: following, logger: logger) { thing in
            for await _ in thing.updates {}
        }
        let events = worker.events()
        Line.write("{\"event\":\"connecting\"}\n")
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await client.run() }
            group.addTask { try await worker.run() }
            group.addTask { for await event in events { Line.print(event) } }
        }
    }
}

/// One line, written at once: whoever measures waits for it.
private enum Line {
    static func print(_ event: WorkerEvent) {
        switch event {
        case .started(let id, _): write("{\"event\":\"started\",\"thing\":\"\(id)\"}\n")
        case .stopped(let id, _): write("{\"event\":\"stopped\",\"thing\":\"\(id)\"}\n")
        case .updated(let id): write("{\"event\":\"updated\",\"thing\":\"\(id)\"}\n")
        case .posture(let posture):
            let reasons = posture.reasons.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
            write("{\"event\":\"\(posture.isHolding ? "holding" : "following")\",\"reasons\":[\(reasons)]}\n")
        case .failed(let id, let error, _): write("{\"event\":\"failed\",\"thing\":\"\(id)\",\"error\":\"\(error)\"}\n")
        case .suspended(let id, _): write("{\"event\":\"suspended\",\"thing\":\"\(id)\"}\n")
        case .unreadable(let id, _): write("{\"event\":\"unreadable\",\"thing\":\"\(id)\"}\n")
        case .judged: break
        }
    }

    static func write(_ text: String, to descriptor: Int32 = 1) {
        let bytes = Array(text.utf8)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { exit(1) }
            rest = rest.dropFirst(count)
        }
    }
}
