internal import ArgumentParser
internal import Foundation

/// Soaks the client: what a test framework keeps of every error that is thrown would be counted as the client's.
struct SoakCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client-soak",
        abstract: "Takes connections and sessions from one client with a thousand watches, and counts what is left.",
        discussion: """
            It starts three servers itself, on loopback, and ends them. Exit status 0: one session and exactly the watches \
            armed are left at the servers, and no thread, no descriptor and no memory was gained after the first tenth.
            """
    )

    @Option(help: "How many connections to cut.")
    var cuts = 10_000

    @Option(help: "How many sessions to end.")
    var expiries = 200

    @Option(help: "How many seconds it may take.")
    var limit = 1500

    @Flag(help: "Does not judge memory: what a short run gains is what every program gains at first.")
    var short = false

    func validate() throws {
        guard cuts >= 10, expiries >= 0, limit > 0 else {
            throw ValidationError("--cuts takes 10 or more, --expiries 0 or more, --limit 1 or more")
        }
    }

    func run() async throws {
        let soak = Soak(cuts: cuts, expiries: expiries, limit: .seconds(limit), judgesMemory: !short)
        let shortfalls = try await soak.run()
        for shortfall in shortfalls { print("Fault: \(shortfall)") }
        guard shortfalls.isEmpty else { throw ExitCode.failure }
        print("All holds.")
    }
}
