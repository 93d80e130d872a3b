internal import HoldfastEnsemble
internal import Subprocess
internal import Synchronization
internal import TestSupport

/// Where the worker runs: one process after the other, on the same list and with the same folder.
final class WorkerSlot: Sendable {
    private let arguments: Arguments
    private let journal: Journal
    private let launches: AsyncStream<Void>
    private let feed: AsyncStream<Void>.Continuation
    private let state = Mutex(State())

    private struct State {
        var process: LineProcess?
        var isEnding = false
        var logs: [String] = []
    }

    init(_ command: WorkerCommand, options: [String], journal: Journal) {
        arguments = command.arguments(options)
        self.journal = journal
        (launches, feed) = AsyncStream.makeStream()
    }

    /// What the processes wrote to standard error, one after the other.
    var log: String {
        let present = process?.logLines.joined(separator: "\n")
        return (state.withLock(\.logs) + (present.map { [$0] } ?? [])).joined(separator: "\n--- the next process\n")
    }

    /// Runs what is started, until `finish`.
    func run() async throws {
        for await _ in launches {
            journal.processStarted()
            let ending = try await LineProcess.with(arguments, hear: { [journal] in journal.heard($0) }) { process in
                state.withLock { state in
                    state.process = process
                    state.isEnding = false
                }
                await process.untilEnded()
            }
            let isWanted = state.withLock { state in
                state.process = nil
                state.logs.append(ending.log)
                return state.isEnding
            }
            journal.processEnded("\(ending.status)", isWanted: isWanted)
        }
    }

    /// Starts a process; the one before it has ended.
    func start() {
        feed.yield()
    }

    func hang() throws { try process?.hang() }

    func resume() throws { try process?.resume() }

    /// Ends the process without a warning, and waits until it is gone.
    func kill() async throws {
        state.withLock { $0.isEnding = true }
        try process?.kill()
        try await untilGone()
    }

    /// Asks the process to end, and waits until it has; one that does not is killed, which is its fault.
    func terminate() async throws {
        state.withLock { $0.isEnding = true }
        try process?.terminate()
        let ended: Void? = try await Poll.until(every: .milliseconds(10), limit: .seconds(20)) {
            process == nil ? () : nil
        }
        guard ended == nil else { return }
        state.withLock { $0.isEnding = false }
        try process?.kill()
        try await untilGone()
    }

    /// Lets `run` return once the present process has ended.
    func finish() {
        feed.finish()
    }

    private var process: LineProcess? { state.withLock(\.process) }

    private func untilGone() async throws {
        _ = try await Poll.until(every: .milliseconds(10), limit: .seconds(30)) { process == nil ? () : nil }
    }
}
