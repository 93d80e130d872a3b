import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Logging

/// Runs a worker on a scripted ZooKeeper and reads its events one by one.
struct WorkerHarness {
    let zooKeeper: ScriptedZooKeeper
    let worker: HoldfastWorker
    private var events: AsyncStream<WorkerEvent>.AsyncIterator

    static let list: ZNodePath = "/list"

    /// Runs the body beside the worker, and ends the worker with it.
    static func with(
        things: [String] = [], configuration: HoldfastWorker.Configuration = .quick, logger: Logger = .silent,
        runThing: @escaping @Sendable (Thing) async throws -> Void = untilCancelled,
        _ body: (inout WorkerHarness) async throws -> Void
    ) async throws {
        let zooKeeper = ScriptedZooKeeper()
        zooKeeper.put(list)
        for thing in things { zooKeeper.put(path(thing), thing) }
        let worker = HoldfastWorker(
            client: zooKeeper, list: list, configuration: configuration, logger: logger, runThing: runThing
        )
        let (stream, continuation) = AsyncStream.makeStream(of: WorkerEvent.self)
        let events = worker.events()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            group.addTask {
                for await event in events { continuation.yield(event) }
                continuation.finish()
            }
            var harness = WorkerHarness(zooKeeper: zooKeeper, worker: worker, events: stream.makeAsyncIterator())
            try await body(&harness)
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    static func path(_ thing: String) -> ZNodePath { ZNodePath(stringLiteral: "/list/\(thing)") }

    static let untilCancelled: @Sendable (Thing) async throws -> Void = { _ in try await forever() }

    /// What a closure does that runs until it is cancelled.
    static func forever() async throws {
        let (never, continuation) = AsyncStream.makeStream(of: Never.self)
        for await _ in never {}
        continuation.finish()
        try Task.checkCancellation()
    }

    func put(_ thing: String, _ payload: String = "") { zooKeeper.put(Self.path(thing), payload) }

    func remove(_ thing: String) { zooKeeper.remove(Self.path(thing)) }

    /// The next event; nil when the worker has ended.
    mutating func next() async -> WorkerEvent? {
        await events.next(isolation: nil)
    }

    /// Reads events until one is as wanted, and returns all of them.
    @discardableResult
    mutating func until(_ isWanted: (WorkerEvent) -> Bool) async -> [WorkerEvent] {
        var seen: [WorkerEvent] = []
        while let event = await next() {
            seen.append(event)
            if isWanted(event) { break }
        }
        return seen
    }

    /// Reads events until all of these were started.
    @discardableResult
    mutating func untilStarted(_ ids: Set<ThingID>) async -> [WorkerEvent] {
        var (missing, seen) = (ids, [WorkerEvent]())
        while !missing.isEmpty, let event = await next() {
            seen.append(event)
            missing.subtract([event].started)
        }
        return seen
    }

    @discardableResult
    mutating func untilFollowing() async -> [WorkerEvent] {
        await until { if case .posture(let posture) = $0 { !posture.isHolding } else { false } }
    }

    @discardableResult
    mutating func untilHolding(_ reason: HoldReason) async -> [WorkerEvent] {
        await until { if case .posture(let posture) = $0 { posture.reasons.contains(reason) } else { false } }
    }
}

extension HoldfastWorker.Configuration {
    /// Waits as short as a test can afford.
    static var quick: HoldfastWorker.Configuration {
        var configuration = HoldfastWorker.Configuration()
        configuration.quiet = .milliseconds(20)
        configuration.settle = .milliseconds(50)
        configuration.firstRetry = .milliseconds(10)
        return configuration
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}

extension [WorkerEvent] {
    var started: [ThingID] { compactMap { if case .started(let id, _) = $0 { id } else { nil } } }
    var stopped: [ThingID] { compactMap { if case .stopped(let id, _) = $0 { id } else { nil } } }
    var updated: [ThingID] { compactMap { if case .updated(let id) = $0 { id } else { nil } } }
}
