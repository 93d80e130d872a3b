import Holdfast
import HoldfastEnsemble
import HoldfastZooKeeper
import Logging
import ServiceLifecycle

/// The demonstration from the first server's start to the last one's end.
struct Demo: Service {
    static let sessionTimeout = Duration.seconds(2)

    let stage: Stage
    let logger: Logger

    /// Runs the demonstration; every process that it started has ended when it returns or throws.
    ///
    /// - Throws: ``DemoFailure`` where the worker did not do as it should, `CancellationError` when interrupted.
    func run() async throws {
        await stage.say("Three real ZooKeeper servers are being started on this machine.")
        do {
            try await Ensemble.with(servers: 3) { ensemble in
                try await LineServer.with { port in
                    try await run(on: ensemble, linesFrom: port)
                }
            }
        } catch {
            // Whatever an interrupted wait threw: it was the interruption.
            try Task.checkCancellation()
            throw error
        }
    }

    private func run(on ensemble: Ensemble, linesFrom port: Int) async throws {
        let things = DemoThings(linePort: port)
        let observer = Observer(stage: stage)
        var configuration = ZooKeeperClient.Configuration(servers: try ServerList(ensemble.connectString))
        configuration.sessionTimeout = Self.sessionTimeout
        let operatorsClient = ZooKeeperClient(configuration: configuration, logger: logger)
        let client = ZooKeeperClient(configuration: configuration, logger: logger)
        let worker = worker(with: client, things: things, observer: observer)
        let events = worker.events()

        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await operatorsClient.run() }
            group.addTask { try await client.run() }
            let listOperator = ListOperator(client: operatorsClient)
            try await listOperator.carryOut(things.creation)
            group.addTask { await observer.follow(events) }
            group.addTask { try await worker.run() }
            let script = DemoScript(
                stage: stage, observer: observer, ensemble: ensemble, things: things, listOperator: listOperator)
            try await script.play()
            group.cancelAll()
        }
    }

    private func worker(with client: ZooKeeperClient, things: DemoThings, observer: Observer) -> HoldfastWorker {
        var configuration = HoldfastWorker.Configuration()
        configuration.settle = .seconds(1)
        let sampler = Sampler { thing, _ in observer.tookReading(of: thing) }
        return HoldfastWorker(client: client, list: things.list, configuration: configuration, logger: logger) {
            thing in
            try await sampler.sample(thing)
        }
    }
}
