import Foundation

@testable import HoldfastZooKeeper

// There the client brings a lock that the sanitizer knows.
#if !HOLDFAST_THREAD_SANITIZER
import Synchronization
#endif

/// The other side of `Tests/Kazoo/kazoo_player.py`.
final class KazooPlayer: Sendable {
    /// The Python that has kazoo; nil where `make kazoo` did not set one up.
    static let python = ProcessInfo.processInfo.environment["HOLDFAST_KAZOO"]

    /// Proof of `@unchecked`: used by one call at a time, under the lock.
    private struct Pipes: @unchecked Sendable {
        var process = Process()
        var input = Pipe()
        var output = Pipe()
    }

    private let pipes: Mutex<Pipes>

    init(python: String, servers: String) throws {
        let pipes = Pipes()
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Kazoo/kazoo_player.py")
        pipes.process.executableURL = URL(fileURLWithPath: python)
        pipes.process.arguments = [script.path, servers]
        pipes.process.standardInput = pipes.input
        pipes.process.standardOutput = pipes.output
        try pipes.process.run()
        self.pipes = Mutex(pipes)
    }

    /// Plays one operation and gives its answer.
    func play(_ operation: PlayedOperation) async throws -> PlayedAnswer {
        let line = try JSONEncoder().encode(operation) + [UInt8(ascii: "\n")]
        let answer = await BlockingQueue.run {
            self.pipes.withLock { pipes in
                pipes.input.fileHandleForWriting.write(line)
                var answer = Data()
                while answer.last != UInt8(ascii: "\n") {
                    let part = pipes.output.fileHandleForReading.availableData
                    guard !part.isEmpty else { break }
                    answer += part
                }
                return answer
            }
        }
        return try JSONDecoder().decode(PlayedAnswer.self, from: answer)
    }

    func end() {
        pipes.withLock { pipes in
            try? pipes.input.fileHandleForWriting.close()
            pipes.process.waitUntilExit()
        }
    }
}

/// One operation, in words that both players know.
struct PlayedOperation: Encodable, Sendable {
    var op: String
    var path = "/"
    var data: [UInt8] = []
    var version: Int32 = -1
    var ephemeral = false
    var sequential = false
    var operations: [PlayedOperation] = []

    /// The same below another root.
    func below(_ root: String) -> PlayedOperation {
        var copy = self
        copy.path = op == "multi" || op == "sync" ? root : root + path
        copy.operations = operations.map { $0.below(root) }
        return copy
    }
}

/// What an operation gave; zxids, times and sessions are left out, since they differ.
struct PlayedAnswer: Codable, Equatable, Sendable {
    struct Stat: Codable, Equatable {
        var version: Int32
        var cversion: Int32
        var children: Int32
        var length: Int32
        var ephemeral: Bool

        init(_ stat: NodeStat) {
            version = stat.version
            cversion = stat.cversion
            children = stat.numberOfChildren
            length = stat.dataLength
            ephemeral = stat.kind != .persistent
        }
    }

    static let lost: Int32 = -4

    var code: Int32
    var paths: [String]?
    var names: [String]?
    var data: [UInt8]?
    var stat: Stat?
    var failed: Int?

    /// The same with paths as seen from the root.
    func seen(from root: String) -> PlayedAnswer {
        var copy = self
        copy.paths = paths?.map { String($0.dropFirst(root.count)) }
        return copy
    }
}

extension ZooKeeperClient {
    /// Plays one operation through this client.
    func play(_ operation: PlayedOperation) async throws -> PlayedAnswer {
        do throws(ZooKeeperError) {
            return try await answer(operation, at: ZNodePath(operation.path))
        } catch {
            let isLost = [.connectionLoss, .sessionExpired].contains(error.code)
            return PlayedAnswer(code: isLost ? PlayedAnswer.lost : error.code.rawValue, failed: error.failedOperation)
        }
    }

    private func answer(_ played: PlayedOperation, at path: ZNodePath) async throws(ZooKeeperError) -> PlayedAnswer {
        let version = played.version < 0 ? nil : played.version
        switch played.op {
        case "create":
            let node = try await create(path, data: played.data, mode: played.mode)
            return PlayedAnswer(code: 0, paths: ["\(node.path)"], stat: .init(node.stat))
        case "delete":
            try await delete(path, version: version)
            return PlayedAnswer(code: 0)
        case "set":
            let stat = try await setData(played.data, at: path, version: version)
            return PlayedAnswer(code: 0, stat: .init(stat))
        case "get":
            let node = try await data(at: path)
            return PlayedAnswer(code: 0, data: node.bytes ?? [], stat: .init(node.stat))
        case "children":
            let children = try await children(of: path)
            return PlayedAnswer(code: 0, names: children.names.map { "\($0)" }.sorted(), stat: .init(children.stat))
        case "exists":
            guard let stat = try await exists(path) else { return PlayedAnswer(code: -101) }
            return PlayedAnswer(code: 0, stat: .init(stat))
        case "sync":
            try await sync("/")
            return PlayedAnswer(code: 0)
        default:
            var operations: [TransactionOperation] = []
            for part in played.operations { operations.append(try part.transactionOperation()) }
            let results = try await multi(operations)
            let paths = results.compactMap { if case .created(let path) = $0 { "\(path)" } else { nil } }
            return PlayedAnswer(code: 0, paths: paths)
        }
    }
}

extension PlayedOperation {
    fileprivate var mode: CreateMode {
        switch (ephemeral, sequential) {
        case (false, false): .persistent
        case (false, true): .persistentSequential
        case (true, false): .ephemeral
        case (true, true): .ephemeralSequential
        }
    }

    fileprivate func transactionOperation() throws(ZooKeeperError) -> TransactionOperation {
        let path = try ZNodePath(path)
        let version = version < 0 ? nil : version
        return switch op {
        case "create": .create(path, data: data, mode: mode)
        case "delete": .delete(path, version: version)
        case "set": .setData(path, data: data, version: version)
        default: .check(path, version: version)
        }
    }
}
