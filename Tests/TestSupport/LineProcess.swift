internal import HoldfastEnsemble
internal import HoldfastZooKeeper
package import Subprocess
internal import Synchronization

/// A worker as its own process: its lines as they come, the signals that it is sent, the words that it is told.
package final class LineProcess: Sendable {
    private let end = Latest(false)
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
    package struct Ending: Sendable {
        package var status: TerminationStatus
        package var log: String
    }

    /// Runs a command beside the body, and ends it with SIGTERM after it.
    ///
    /// - Parameters:
    ///   - command: what `env` is to run in its own place.
    ///   - hear: is told each line of standard output.
    ///   - hasEnded: is called once standard output has ended.
    package static func with(
        _ command: Arguments, hear: @escaping @Sendable (String) -> Void,
        hasEnded: @escaping @Sendable () -> Void = {}, _ body: (LineProcess) async throws -> Void
    ) async throws -> Ending {
        let result = try await Subprocess.run(
            .name("env"), arguments: command, input: .inputWriter, output: .sequence, error: .sequence
        ) { execution in
            let process = LineProcess(
                signal: { try execution.send(signal: $0) },
                write: { _ = try await execution.standardInputWriter.write($0) }
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for try await line in execution.standardOutput.strings() { hear(line) }
                    process.end.set(true)
                    hasEnded()
                }
                group.addTask {
                    for try await line in execution.standardError.strings() { process.note(line) }
                }
                do {
                    try await body(process)
                } catch {
                    try? execution.send(signal: .kill)
                    throw error
                }
                if !process.hasEnded { try execution.send(signal: .terminate) }
                try await group.waitForAll()
            }
            return process
        }
        return Ending(
            status: result.terminationStatus, log: result.closureResult.logLines.joined(separator: "\n"))
    }

    /// Whether standard output has ended.
    package var hasEnded: Bool { end.value }

    /// What standard error holds so far.
    package var logLines: [String] { log.withLock(\.self) }

    /// An operator's word, on standard input.
    package func say(_ word: String) async throws { try await write(word + "\n") }

    /// Stops the process in its tracks: it knows nothing of the time that passes.
    package func hang() throws { try signal(.suspend) }

    package func resume() throws { try signal(.resume) }

    /// Asks the process to end.
    package func terminate() throws { try signal(.terminate) }

    /// Ends the process without a warning.
    package func kill() throws { try signal(.kill) }

    /// Returns when standard output has ended.
    package func untilEnded() async {
        for await hasEnded in end.values() where hasEnded { return }
    }

    /// Waits until a line of the log contains that, for at most so long.
    package func logs(_ text: String, within limit: Duration) async throws -> Bool {
        try await Poll.until(every: .milliseconds(10), limit: limit) {
            logLines.contains { $0.contains(text) } ? () : nil
        } != nil
    }

    private func note(_ line: String) {
        log.withLock { $0.append(line) }
    }
}
