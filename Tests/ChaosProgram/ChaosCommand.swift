internal import ArgumentParser
internal import ChaosSuite
internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// Breaks real ensembles under a worker, and counts what goes wrong.
@main
struct ChaosCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chaos",
        abstract: "Breaks real ZooKeeper ensembles under a worker, and judges it by its event lines alone.",
        discussion: """
            Draws episodes from a seed: one to three faults that overlap, and true changes among them. It starts every server \
            itself, on loopback, and ends them. Exit status 0: every invariant held in every episode.
            """
    )

    @Option(help: "How many episodes to draw (10 by default).")
    var episodes: Int?

    @Option(help: "For how many minutes episodes are begun, instead of a number of them.")
    var minutes: Double?

    @Option(help: "The seed of the first episode; the others follow by one.")
    var seed: UInt64 = 1

    @Option(help: "Only this fault, alone; may be given again. 'all' is each fault alone.")
    var fault: [String] = []

    @Flag(help: "On declared lists, where the fault may befall either.")
    var declared = false

    @Option(
        help: ArgumentHelp(
            "The worker to drive: a command that speaks the event lines and takes the options of collector-worker.",
            valueName: "cmd"))
    var worker: String?

    @Option(help: "Where the report goes, and what is kept of episodes that failed.")
    var out = ".build/chaos"

    @Option(help: "How many ensembles stand side by side.")
    var lanes = 1

    @Flag(help: "Prints the catalogue of faults, as docs/chaos.md carries it, and does nothing else.")
    var catalogue = false

    @Flag(help: "Builds the worker without each of five protections, and has the suite find each out.")
    var broken = false

    @Option(help: "With --broken: only those whose name contains this.")
    var only: String?

    @Option(help: "With --broken: the root of the package.")
    var package = FileManager.default.currentDirectoryPath

    func validate() throws {
        guard (1...4).contains(lanes) else { throw ValidationError("--lanes must be from 1 to 4") }
        guard episodes.map({ $0 > 0 }) ?? true, minutes.map({ $0 > 0 }) ?? true else {
            throw ValidationError("--episodes and --minutes must be more than 0")
        }
    }

    func run() async throws {
        if catalogue {
            print(ChaosRun.catalogue, terminator: "")
            return
        }
        var run = ChaosRun(seed: seed, worker: worker, out: out, lanes: lanes, isDeclared: declared)
        if !fault.isEmpty {
            run.episodes = .faults(fault)
        } else if let minutes {
            run.episodes = .during(.seconds(minutes * 60))
        } else if let episodes {
            run.episodes = .count(episodes)
        }
        try await carryOut(run)
    }

    /// An interruption cancels the run, which ends its servers and its workers before it returns.
    private func carryOut(_ run: ChaosRun) async throws {
        let package = package
        let only = only
        let isBroken = broken
        let service = ChaosService {
            isBroken
                ? try await run.findBroken(package: package, workshop: "\(package)/.build-mutants", only: only)
                : try await run.run()
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
                cancellationSignals: [.sigint, .sigterm, .sighup],
                logger: Logger(label: "chaos", factory: { _ in SwiftLogNoOpLogHandler() })
            )
        )
        do {
            try await group.run()
        } catch is CancellationError {
            print("Interrupted; the servers were ended.")
            throw ExitCode(130)
        } catch let error as ChaosRun.Fault {
            throw ValidationError("\(error)")
        }
    }
}

/// The run, as something that signals end.
struct ChaosService: Service {
    /// Returns whether all went as it should.
    let carryOut: @Sendable () async throws -> Bool

    func run() async throws {
        guard try await carryOut() else { throw ExitCode.failure }
    }
}
