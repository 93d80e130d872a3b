import ClientSupport
import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Logging

/// A worker on real servers, and what it has told so far.
struct FollowingWorker {
    private(set) var started: Set<ThingID> = []
    private(set) var updated: Set<ThingID> = []
    private(set) var stopped: Set<ThingID> = []
    private(set) var running: Set<ThingID> = []
    private var isHolding = true
    private var events: AsyncStream<WorkerEvent>.AsyncIterator

    /// Runs the body beside the worker, and ends the worker with it.
    static func with(
        list: ZNodePath, at servers: String, _ body: (inout FollowingWorker) async throws -> Void
    ) async throws {
        try await withConnectedClient(servers) { client in
            var configuration = HoldfastWorker.Configuration()
            // No refresh may help: what is to come comes by a watch or by a declaration.
            configuration.payloadRefresh = .seconds(3600)
            configuration.payloadChange = .tell
            let worker = HoldfastWorker(
                client: client, list: list, configuration: configuration,
                logger: Logger(label: "worker") { _ in SwiftLogNoOpLogHandler() }
            ) { thing in
                for await _ in thing.updates {}
            }
            let (stream, continuation) = AsyncStream.makeStream(of: WorkerEvent.self)
            let told = worker.events()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await worker.run() }
                group.addTask {
                    for await event in told { continuation.yield(event) }
                    continuation.finish()
                }
                var following = FollowingWorker(events: stream.makeAsyncIterator())
                try await body(&following)
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }

    private init(events: AsyncStream<WorkerEvent>.AsyncIterator) {
        self.events = events
    }

    mutating func untilStarted(_ count: Int) async { while started.count < count, await next() {} }

    mutating func untilUpdated(_ count: Int) async { while updated.count < count, await next() {} }

    mutating func untilStopped(_ count: Int) async { while stopped.count < count, await next() {} }

    mutating func untilRunning(_ ids: Set<ThingID>) async { while running != ids, await next() {} }

    mutating func untilFollowing() async { while isHolding, await next() {} }

    mutating func untilHolding() async { while !isHolding, await next() {} }

    /// - Returns: false when the worker has ended.
    private mutating func next() async -> Bool {
        guard let event = await events.next(isolation: nil) else { return false }
        switch event {
        case .started(let id, _):
            started.insert(id)
            running.insert(id)
        case .updated(let id): updated.insert(id)
        case .stopped(let id, _):
            stopped.insert(id)
            running.remove(id)
        case .posture(let posture): isHolding = posture.isHolding
        case .suspended, .failed, .unreadable, .judged: break
        }
        return true
    }
}
