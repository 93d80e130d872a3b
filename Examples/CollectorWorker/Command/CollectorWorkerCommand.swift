import ArgumentParser
import Foundation

/// The program: the worker by default, the demonstration by name.
@main
struct CollectorWorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collector-worker",
        abstract: "Collects from every Thing that a list in ZooKeeper names, and stops one only on proof.",
        usage: """
            collector-worker --servers HOSTS --path LIST [options]
            collector-worker list show|adopt|add|remove|replace|drain|approve --servers HOSTS --path LIST
            collector-worker demo
            """,
        discussion: """
            For example: collector-worker --servers zk1:2181,zk2:2181,zk3:2181 --path /collectors/plant-7
            All options of the worker: collector-worker run --help
            """,
        subcommands: [RunCommand.self, ListCommand.self, DemoCommand.self],
        defaultSubcommand: RunCommand.self
    )

    /// Runs the command that the arguments name; whatever is wrong with them is said in one line.
    static func main() async {
        // A reader of standard output that goes away, or a peer that closes its connection, is an error of one write, not
        // the end of the process and of everything that it collects.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            end(after: error)
        }
    }

    private static func end(after error: any Error) -> Never {
        let code = exitCode(for: error)
        guard code != .success, !(error is ExitCode) else { exit(withError: error) }
        let complaint = message(for: error).split(whereSeparator: \.isNewline).joined(separator: " ")
        let needsAdvice = code == .validationFailure && !complaint.contains("right is")
        let example =
            switch CommandLine.arguments.dropFirst().first {
            case "demo": DemoCommand.example
            case "list": ListCommand.example
            default: RunCommand.example
            }
        let joint = complaint.hasSuffix("?") ? " Right" : "; right"
        let advice = needsAdvice ? "\(joint) is, for example: \(example)" : ""
        FileHandle.standardError.write(Data("collector-worker: \(complaint)\(advice)\n".utf8))
        exit(withError: code)
    }
}
