internal import ArgumentParser
internal import Histories
internal import HoldfastCore
internal import HoldfastTesting

/// Explores histories of the real worker on the simulated ensemble.
@main
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Runs the real worker through histories drawn from seeds, and fails where one breaks a rule."
    )

    @Option(help: "How many histories to run.")
    var histories = 5000

    @Option(help: "The seed of the first; the others follow by one.")
    var seed: UInt64 = 1

    @Option(help: "How many histories run side by side.")
    var lanes: Int?

    @Option(help: "Runs one history under this plan, as JSON, with the seed, and prints what happened.")
    var plan: String?

    @Flag(help: "Does not ask that every row of the table of belief is reached.")
    var partial = false

    @Flag(help: "Tells a fault as it was found, without looking for a simpler plan that shows it.")
    var quick = false

    @Option(help: "Takes the quorum from the servers of a worker for that many hours, and prints what became of it.")
    var outage: Int?

    func validate() throws {
        guard (outage ?? 1) >= 1 else { throw ValidationError("--outage takes hours, 1 or more") }
    }

    func run() async throws {
        if let outage {
            try await sufferOutage(hours: outage)
        } else if let plan {
            try Replay(seed: seed, plan: plan).run()
        } else {
            try await explore()
        }
    }

    private func sufferOutage(hours: Int) async throws {
        let outcome = try await Outage(lasting: .seconds(hours * 3600)).play(seed: seed)
        print(
            """
            \(hours) simulated hours without a quorum: \(outcome.stops) stops, \(outcome.steps) steps in \(outcome.took)
            """)
        guard outcome.stops == 0 else { throw ExitCode.failure }
    }

    private func explore() async throws {
        let coverage = Coverage()
        let explorer = HistoryExplorer.make(noting: coverage, simplifying: !quick)
        let lanes = lanes.map { Lanes(explorer, count: $0) } ?? Lanes(explorer)
        let begun = ContinuousClock.now
        do {
            let exploration = try await lanes.explore(seed..<(seed + UInt64(histories)))
            print(Report(exploration, coverage, took: begun.duration(to: .now), lanes: lanes.count).text)
        } catch let failure as ExplorationFailure {
            print(failure)
            throw ExitCode.failure
        }
        guard partial || coverage.missing.isEmpty else {
            print("never reached: \(coverage.missing.joined(separator: ", "))")
            throw ExitCode.failure
        }
    }
}
