import ArgumentParser

/// The writer's side, by hand: shows a list, changes it as a declared one, approves what a worker holds.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Shows or changes a list: every change is declared, and so believed at once.",
        subcommands: [
            Show.self, Adopt.self, Add.self, Remove.self, Replace.self, Drain.self, Approve.self,
        ]
    )

    static let example = "collector-worker list remove pump-3 --servers zk1:2181,zk2:2181 --path /collectors/plant-7"
}
