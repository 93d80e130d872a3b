import Subprocess
import TestSupport

/// One run of the built worker to its end.
struct Invocation: Sendable {
    var exitCode: Int32?
    var output: String
    var errors: String

    /// Runs the worker with arguments until it ends by itself.
    static func run(_ arguments: [String]) async throws -> Invocation {
        let result = try await Subprocess.run(
            .name("env"), arguments: try .worker(arguments),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return Invocation(
            exitCode: result.terminationStatus.exitCode, output: result.standardOutput, errors: result.standardError)
    }
}

extension TerminationStatus {
    /// The code that the process ended with; nil where a signal ended it.
    var exitCode: Int32? {
        switch self {
        case .exited(let code): code
        default: nil
        }
    }
}
