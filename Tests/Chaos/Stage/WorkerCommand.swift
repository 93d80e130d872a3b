internal import Subprocess
internal import TestSupport

/// The worker that the suite drives: the example worker as it was built, or any command that speaks the event lines.
struct WorkerCommand: Sendable {
    /// As it is shown in a report.
    let name: String
    private let words: [String]

    /// The example worker beside this program.
    static func built() throws -> WorkerCommand {
        WorkerCommand(name: "collector-worker", words: [try BuiltProducts.executable("collector-worker")])
    }

    /// A worker that was built elsewhere.
    static func program(_ path: String, name: String) -> WorkerCommand {
        WorkerCommand(name: name, words: [path])
    }

    /// A command of a shell, to which the options are appended.
    static func foreign(_ command: String) -> WorkerCommand {
        WorkerCommand(name: command, words: ["sh", "-c", "exec \(command) \"$@\"", "worker"])
    }

    func arguments(_ options: [String]) -> Arguments { Arguments(words + options) }
}
