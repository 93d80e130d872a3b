import ArgumentParser
import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Logging
import ServiceLifecycle
import UnixSignals

/// The worker: follows one list and samples a source for every Thing on it, until it is told to end.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs the worker (the default).",
        usage: "collector-worker --servers HOSTS --path LIST [options]",
        discussion: """
            Every child of LIST is a Thing, and its data say what to sample: {"source":"file:/proc/loadavg","interval_ms":1000} \
            reads the file each interval; {"source":"tcp:HOST:PORT"} connects and takes each line as one sample.

            Events go to standard output, one JSON object a line; logs go to standard error, from the level that the \
            environment variable HOLDFAST_LOG_LEVEL names (notice by default). SIGTERM or SIGINT ends the worker.
            """
    )

    static let example = "collector-worker --servers zk1:2181,zk2:2181,zk3:2181 --path /collectors/plant-7"

    @Option(
        help: ArgumentHelp("The ZooKeeper servers: host:port, separated by commas.", valueName: "hosts"),
        transform: ServerNames.init(parsing:))
    var servers: ServerNames?

    @Option(
        help: ArgumentHelp("The list: the path of the znode whose children are the Things.", valueName: "list"),
        transform: Arguments.path)
    var path: ZNodePath?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The session timeout in milliseconds (10000 by default).", valueName: "n"),
        transform: Arguments.milliseconds)
    var sessionTimeoutMs: Duration?

    @Option(
        help: ArgumentHelp(
            "A folder for the last known good list, from which the worker starts while ZooKeeper is away.",
            valueName: "dir"))
    var stateDir: String?

    @Option(
        help: ArgumentHelp(
            "The name of this worker, by which it knows its folder again (collector-worker by default).",
            valueName: "id"),
        transform: Arguments.workerID)
    var workerID: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How long absence is not believed in a new session, in milliseconds (5000 by default).", valueName: "n"),
        transform: Arguments.milliseconds)
    var settleMs: Duration?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How long a list must hold still before an absence is believed, in milliseconds (500 by default).",
            valueName: "n"),
        transform: Arguments.milliseconds)
    var quietMs: Duration?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "After how many milliseconds of known time a Thing may go that a list in trouble does not hold (never by default).",
            valueName: "n"),
        transform: Arguments.milliseconds)
    var brakeReleaseMs: Duration?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How many milliseconds a Thing may run without proof that it is assigned (without limit by default).",
            valueName: "n"),
        transform: Arguments.milliseconds)
    var tenureMs: Duration?

    @Flag(
        name: .customLong("words"),
        help: "Take an operator's words from standard input, one a line: approve TOKEN, stop THING, start THING.")
    var takesWords = false

    @Option(
        help: ArgumentHelp(
            "A folder for the readings: one file per Thing is appended to. Without it readings are dropped once taken.",
            valueName: "dir"))
    var out: String?

    func run() async throws {
        let servers = try required(servers, "--servers")
        let path = try required(path, "--path")
        let logger = Logs.bootstrap(label: "collector-worker", level: .notice)
        let readings = try out.map { ReadingsFolder(path: try WritableFolder.made(at: $0, for: "--out")) }
        if let stateDir { _ = try WritableFolder.made(at: stateDir, for: "--state-dir", toleratesReadOnly: true) }
        let client = ZooKeeperClient(configuration: clientConfiguration(for: servers), logger: logger)
        let sampler = Sampler { thing, reading in try await readings?.append(reading, of: thing) }
        let worker = HoldfastWorker(client: client, list: path, configuration: workerConfiguration, logger: logger) {
            thing in
            try await sampler.sample(thing)
        }
        let writer = LineWriter(descriptor: 1, logger: logger)
        // Ended in the reverse order: the Things first, the client that their worker needs last.
        let services: [any Service] =
            [
                client,
                WaitingNotice(states: client.sessionStates, servers: servers.text, logger: logger),
                Face(worker: worker, writer: writer),
            ] + (takesWords ? [OperatorWords(worker: worker, logger: logger)] : [])
        do {
            try await ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
                .run()
        } catch let error as LastKnownGoodError {
            throw ValidationError("--state-dir: \(error)")
        }
        await writer.write(FaceLine.exiting.text(at: .now))
    }

    /// Required options are optional to the parser, since it would speak of a missing one before an unknown or misspelt one.
    private func required<Value>(_ value: Value?, _ name: String) throws -> Value {
        guard let value else { throw ValidationError("\(name) is missing") }
        return value
    }

    private func clientConfiguration(for servers: ServerNames) -> ZooKeeperClient.Configuration {
        var configuration = ZooKeeperClient.Configuration(servers: servers.list)
        if let sessionTimeoutMs { configuration.sessionTimeout = sessionTimeoutMs }
        return configuration
    }

    private var workerConfiguration: HoldfastWorker.Configuration {
        var configuration = HoldfastWorker.Configuration()
        if let settleMs { configuration.settle = settleMs }
        if let quietMs { configuration.quiet = quietMs }
        configuration.brakeRelease = brakeReleaseMs
        if let stateDir {
            configuration.stateFolder = StateFolder(path: stateDir, workerID: workerID ?? "collector-worker")
        }
        if let tenureMs { configuration.tenure = .limited(tenureMs) }
        configuration.checkPayload = { _, payload in _ = try SamplingPlan(payload: payload) }
        return configuration
    }
}
