internal import HoldfastCore
internal import HoldfastZooKeeper
internal import Logging

/// What a worker found on disk when it started, and what keeps its memory from then on.
struct WorkerMemory: Sendable {
    let keeper: LastKnownGoodKeeper
    /// What was kept, and how long ago it was last proved; nil where nothing was.
    let kept: (value: LastKnownGood, age: Duration)?

    /// Opens the folder and reads what it holds. Nil where the disk does not answer: the worker runs without a memory then.
    ///
    /// - Throws: what somebody has to mend before this worker may run: the folder is in use, or another worker's, or cannot be made.
    static func open(
        _ folder: StateFolder, list: ZNodePath, in fileSystem: any FileSystem,
        wallClock: @escaping @Sendable () -> Int64,
        logger: Logger
    ) async throws(LastKnownGoodError) -> WorkerMemory? {
        do throws(LastKnownGoodError) {
            return try await opened(folder, list: list, in: fileSystem, wallClock: wallClock, logger: logger)
        } catch {
            guard error.code == .unanswered else { throw error }
            logger.error("The worker runs without a memory", metadata: [LogKey.error: "\(error)"])
            return nil
        }
    }

    private static func opened(
        _ folder: StateFolder, list: ZNodePath, in fileSystem: any FileSystem,
        wallClock: @escaping @Sendable () -> Int64, logger: Logger
    ) async throws(LastKnownGoodError) -> WorkerMemory {
        let owner = StateOwner(list: list.bytes, workerID: folder.workerID)
        let store = try await LastKnownGoodStore.open(folder: folder.path, of: owner, in: fileSystem)
        let loaded = try await load(from: store, logger)
        let keeper = LastKnownGoodKeeper(store: store, loaded: loaded, wallClock: wallClock) { outcome in
            switch outcome {
            case .saved(let generation, _):
                logger.debug("The last known good is kept", metadata: [LogKey.generation: "\(generation)"])
            case .failed(let error):
                logger.error("The last known good is not kept", metadata: [LogKey.error: "\(error)"])
            }
        }
        guard let loaded else { return WorkerMemory(keeper: keeper, kept: nil) }
        // A clock that was set back cannot say how old it is; it is taken to be new.
        let age = loaded.provedAt.map { Duration.milliseconds(wallClock()) - .milliseconds($0) } ?? .zero
        logger.notice(
            "The worker begins with what was last known",
            metadata: [LogKey.assigned: "\(loaded.value.things.count)", LogKey.proofAge: "\(age)"])
        return WorkerMemory(keeper: keeper, kept: (loaded.value, max(age, .zero)))
    }

    /// What is damaged or cannot be read is an alarm, and does not keep the worker from running.
    private static func load(
        from store: LastKnownGoodStore, _ logger: Logger
    ) async throws(LastKnownGoodError) -> LoadedState? {
        do throws(LastKnownGoodError) {
            let loaded = try await store.load()
            if let alarm = loaded?.alarm {
                logger.error("The last known good is an older one", metadata: [LogKey.error: "\(alarm)"])
            }
            return loaded
        } catch {
            guard error.code == .damaged || error.code == .unreadable else { throw error }
            logger.error("The worker starts without a last known good", metadata: [LogKey.error: "\(error)"])
            return nil
        }
    }
}
