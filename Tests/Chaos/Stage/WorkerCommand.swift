internal import ClientSupport
internal import Histories
internal import Subprocess

/// The worker that the suite drives: the example worker as it was built, or any command that speaks the event lines.
struct WorkerCommand: Sendable {
    /// As it is shown in a report.
    let name: String
    private let words: [String]

    /// The example worker beside this program.
    static func built() throws -> WorkerCommand {
        WorkerCommand(name: "collector-worker", words: [try BuiltProducts.executable("collector-worker")])
    }

    /// A broken worker: a program that holds all mutants is told which of them to be.
    static func broken(_ worker: BrokenWorker, of program: String) -> WorkerCommand {
        WorkerCommand(name: worker.name, words: ["env", "\(Mutant.variable)=\(worker.mutant)", program])
    }

    /// A command of a shell, to which the options are appended.
    static func foreign(_ command: String) -> WorkerCommand {
        WorkerCommand(name: command, words: ["sh", "-c", "exec \(command) \"$@\"", "worker"])
    }

    func arguments(_ options: [String]) -> Arguments { Arguments(words + options) }
}
