import ArgumentParser
import Logging
import ServiceLifecycle
import UnixSignals

/// The demonstration: real servers, real faults, and what the worker makes of them.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Shows on real servers, started for the occasion, what the worker makes of four faults.",
        discussion: """
            Starts three ZooKeeper servers on loopback and a worker with twelve Things, hangs the leader, kills two servers, \
            empties the list and takes one Thing off it, and says what it does and what it sees. It takes about a minute, \
            needs the Debian packages zookeeper and default-jre-headless, and ends every server it started, also when it is \
            interrupted. Exit code 0: nothing was wrongly stopped, and the one true removal was carried out.
            """
    )

    static let example = "collector-worker demo"

    func run() async throws {
        let logger = Logs.bootstrap(label: "collector-worker", level: .error)
        let stage = Stage(writer: LineWriter(descriptor: 1, logger: logger))
        let demo = Demo(stage: stage, logger: logger)
        // An interruption cancels the demo, which ends its servers before it returns.
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: demo, successTerminationBehavior: .gracefullyShutdownGroup)],
                cancellationSignals: [.sigint, .sigterm, .sighup],
                logger: logger
            )
        )
        do {
            try await group.run()
        } catch is CancellationError {
            await stage.say("Interrupted; the servers were ended.")
            throw ExitCode(130)
        } catch let failure as DemoFailure {
            await stage.say("The demo failed: \(failure)")
            throw ExitCode.failure
        }
    }
}
