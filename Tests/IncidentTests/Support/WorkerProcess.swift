import HoldfastEnsemble
import HoldfastZooKeeper
import Subprocess
import Synchronization
import TestSupport
import Testing

/// The example worker as its own process, and what its lines have told so far.
final class WorkerProcess: Sendable {
    private let record = Latest(WorkerRecord())
    private let log = Mutex<[String]>([])
    private let signal: @Sendable (Signal) throws -> Void
    private let write: @Sendable (String) async throws -> Void

    private init(
        signal: @escaping @Sendable (Signal) throws -> Void, write: @escaping @Sendable (String) async throws -> Void
    ) {
        self.signal = signal
        self.write = write
    }

    /// How it ended, and what it wrote to standard error.
    struct Ending: Sendable {
        var status: TerminationStatus
        var log: String
    }

    /// Runs the worker beside the body, and ends it with SIGTERM after it.
    ///
    /// - Parameter wrapper: a command that does something first and then runs the worker in its own place.
    static func with(
        arguments: [String], under wrapper: [String] = [], _ body: (WorkerProcess) async throws -> Void
    ) async throws -> (WorkerRecord, Ending) {
        let result = try await Subprocess.run(
            .name("env"), arguments: try .worker(arguments, under: wrapper),
            input: .inputWriter, output: .sequence, error: .sequence
        ) { execution in
            let worker = WorkerProcess(
                signal: { try execution.send(signal: $0) },
                write: { _ = try await execution.standardInputWriter.write($0) }
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for try await line in execution.standardOutput.strings() { worker.heard(line) }
                    worker.ended()
                }
                group.addTask {
                    for try await line in execution.standardError.strings() { worker.log.withLock { $0.append(line) } }
                }
                do {
                    try await body(worker)
                } catch {
                    try? execution.send(signal: .kill)
                    print(worker.log.withLock { $0.suffix(40).joined(separator: "\n") })
                    throw error
                }
                if !worker.now.hasEnded { try execution.send(signal: .terminate) }
                try await group.waitForAll()
            }
            return worker
        }
        let worker = result.closureResult
        return (
            worker.record.value, Ending(status: result.terminationStatus, log: worker.logLines.joined(separator: "\n"))
        )
    }

    var now: WorkerRecord { record.value }

    /// An operator's word, on standard input.
    func say(_ word: String) async throws { try await write(word + "\n") }

    /// Stops the process in its tracks: it knows nothing of the time that passes.
    func hang() throws { try signal(.suspend) }

    func resume() throws { try signal(.resume) }

    /// Ends the process without a warning, and waits until it is gone.
    func kill() async throws {
        try signal(.kill)
        try await until("the end of the process") { $0.hasEnded }
    }

    /// What standard error holds so far.
    var logLines: [String] { log.withLock(\.self) }

    /// Waits until the record is as wanted.
    ///
    /// - Throws: what was awaited and how the record stood, after the limit.
    @discardableResult
    func until(
        _ what: String, within limit: Duration = .seconds(60), _ isWanted: @escaping @Sendable (WorkerRecord) -> Bool
    ) async throws -> WorkerRecord {
        let values = record.values()
        let found = await withTaskGroup(of: WorkerRecord?.self) { group in
            group.addTask {
                for await record in values {
                    if isWanted(record) { return record }
                    if record.hasEnded { return nil }
                }
                return nil
            }
            group.addTask {
                try? await ContinuousClock().sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        guard let found else {
            let now = now
            throw Unseen(
                description: """
                    not seen within \(limit): \(what). Posture: \(now.state) \(now.reasons), running: \(now.running.count), \
                    ended: \(now.hasEnded), last lines:
                    \(now.lines.suffix(12).joined(separator: "\n"))
                    """
            )
        }
        return found
    }

    /// Waits until a line of the log contains that.
    func untilLogged(_ text: String) async throws {
        let logged: Void? = try await Poll.until(every: .milliseconds(10), limit: .seconds(20)) {
            logLines.contains { $0.contains(text) } ? () : nil
        }
        if logged == nil { throw Unseen(description: "not logged: \(text)\n\(logLines.suffix(20))") }
    }

    /// Forgets which reasons were shown, so that the next fault is seen by itself.
    func forgetReasons() {
        var record = record.value
        record.forgetReasons()
        self.record.set(record)
    }

    private func heard(_ line: String) {
        change { $0.read(line) }
    }

    private func ended() {
        change { $0.end() }
    }

    private func change(_ change: (inout WorkerRecord) -> Void) {
        var record = record.value
        change(&record)
        self.record.set(record)
    }
}

/// Something that was awaited and did not come.
struct Unseen: Error, CustomStringConvertible {
    var description: String
}
