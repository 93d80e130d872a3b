import HoldfastEnsemble
import HoldfastZooKeeper
import Subprocess
import TestSupport
import Testing

/// The example worker as its own process, and what its lines have told so far.
struct WorkerProcess: Sendable {
    typealias Ending = LineProcess.Ending

    private let record: Latest<WorkerRecord>
    private let process: LineProcess

    /// Runs the worker beside the body, and ends it with SIGTERM after it.
    ///
    /// - Parameter wrapper: a command that does something first and then runs the worker in its own place.
    static func with(
        arguments: [String], under wrapper: [String] = [], _ body: (WorkerProcess) async throws -> Void
    ) async throws -> (WorkerRecord, Ending) {
        let record = Latest(WorkerRecord())
        let ending = try await LineProcess.with(
            try .worker(arguments, under: wrapper),
            hear: { line in record.change { $0.read(line) } },
            hasEnded: { record.change { $0.end() } },
            { process in
                do {
                    try await body(WorkerProcess(record: record, process: process))
                } catch {
                    print(process.logLines.suffix(40).joined(separator: "\n"))
                    throw error
                }
            })
        return (record.value, ending)
    }

    var now: WorkerRecord { record.value }

    /// What standard error holds so far.
    var logLines: [String] { process.logLines }

    /// An operator's word, on standard input.
    func say(_ word: String) async throws { try await process.say(word) }

    /// Stops the process in its tracks: it knows nothing of the time that passes.
    func hang() throws { try process.hang() }

    func resume() throws { try process.resume() }

    /// Ends the process without a warning, and waits until it is gone.
    func kill() async throws {
        try process.kill()
        try await until("the end of the process") { $0.hasEnded }
    }

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
        guard try await process.logs(text, within: .seconds(20)) else {
            throw Unseen(description: "not logged: \(text)\n\(logLines.suffix(20))")
        }
    }

    /// Forgets which reasons were shown, so that the next fault is seen by itself.
    func forgetReasons() {
        record.change { $0.forgetReasons() }
    }
}

extension Latest {
    /// Replaces the value by what becomes of it; only one task may do so at a time.
    fileprivate func change(_ change: (inout Value) -> Void) {
        var value = value
        change(&value)
        set(value)
    }
}

/// Something that was awaited and did not come.
struct Unseen: Error, CustomStringConvertible {
    var description: String
}
