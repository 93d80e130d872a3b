import Subprocess

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// One run of one server, from its launch to its end.
///
/// `run()` is the long task that owns the process; the other members may be used from anywhere meanwhile.
final class ServerProcess: Sendable {
    /// The process id of the server, or why there is none.
    let started = OneShot<Result<Int32, EnsembleError>>()
    /// Set once the process is gone and its status was collected.
    let ended = OneShot<Void>()

    private let arguments: [String]

    init(files: ServerFiles, command: [String]) {
        self.arguments = Watchdog.arguments(root: files.rootPath, log: files.logPath, command: command)
    }

    var isRunning: Bool { self.ended.current == nil }

    /// The process id while the server runs.
    var identifier: Int32? {
        guard self.isRunning, case .success(let identifier) = self.started.current else { return nil }
        return identifier
    }

    /// Runs the server until it ends. Cancelled, it kills the server.
    func run() async {
        var failure = "the watchdog printed no process id"
        do {
            try await self.runWatchdog()
        } catch {
            failure = "\(error)"
        }
        self.started.set(.failure(EnsembleError(.launchFailed, failure)))
        self.ended.set(())
    }

    /// Sends a signal to the server. Nothing happens when it has ended.
    func signal(_ number: Int32) {
        // The watchdog, not we, collects the server's status, so its id could in theory be given to somebody else before
        // we hear of the end. The kernel hands out all other ids first, which takes far longer than that moment.
        guard let identifier = self.identifier else { return }
        kill(identifier, number)
    }

    private func runWatchdog() async throws {
        var options = PlatformOptions()
        // Away from our terminal: Control-C is for us, and we end the servers then.
        options.createSession = true
        // What the watchdog traps.
        options.teardownSequence = [.send(signal: .userDefinedOne, allowedDurationToNextStep: .seconds(5))]
        _ = try await Subprocess.run(
            .name("sh"),
            arguments: Arguments(self.arguments),
            platformOptions: options,
            input: .inputWriter,
            output: .sequence,
            error: .discarded
        ) { execution in
            for try await line in execution.standardOutput.strings() {
                guard let identifier = Int32(line) else { continue }
                self.started.set(.success(identifier))
            }
        }
    }
}
