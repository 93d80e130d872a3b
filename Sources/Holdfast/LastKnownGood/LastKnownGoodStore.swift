package import HoldfastCore
internal import Synchronization

/// The folder in which one worker keeps its last known good.
///
/// | file | |
/// |---|---|
/// | `last-known-good.0`, `last-known-good.1` | the two newest generations, in turn: the newer is never written over |
/// | `last-known-good.new` | what is being written: made durable before it takes the place of the older generation |
/// | `last-known-good.N.damaged-M` | what was found damaged, put aside |
/// | `lock` | held by the process that uses the folder |
///
/// What ``save(_:provedAt:within:patience:)`` has returned for is durable: a crash at any moment leaves that generation or a newer one.
package final class LastKnownGoodStore: Sendable {
    let folder: String
    let owner: StateOwner
    let fileSystem: any FileSystem
    /// Held while the disk works: none but the work of the file system asks for it, and that is done one after the other.
    private let state = Mutex(State())

    struct State: Sendable {
        /// Nil until the folder could be made and locked.
        var lock: (any FileLock)?
        /// Nil until the folder was looked through.
        var position: Position?
    }

    /// Where the newest generation lies.
    struct Position: Hashable, Sendable {
        var generation: UInt64
        var slot: Int
        /// The slots that hold a damaged file which could not be put aside yet.
        var damaged: Set<Int> = []
    }

    private init(folder: String, owner: StateOwner, fileSystem: any FileSystem) {
        self.folder = folder
        self.owner = owner
        self.fileSystem = fileSystem
    }

    /// Makes the folder where it does not stand, and keeps other processes out of it as long as the store lives.
    ///
    /// A disk that is full, read-only or broken does not keep a worker from starting: what can be read is read, and each save tries
    /// again to make and to lock the folder.
    ///
    /// - Throws: ``LastKnownGoodError/Code/inUse`` and ``LastKnownGoodError/Code/unwritable``, which somebody has to mend.
    package static func open(
        folder: String, of owner: StateOwner, in fileSystem: any FileSystem
    ) async throws(LastKnownGoodError) -> LastKnownGoodStore {
        let store = LastKnownGoodStore(folder: FolderPath.normalized(folder), owner: owner, fileSystem: fileSystem)
        try await store.perform { (state) throws(LastKnownGoodError) in
            do throws(FileError) {
                try store.prepare(&state)
            } catch {
                if !error.isOfTheMachine { throw store.unprepared(error) }
            }
        }
        return store
    }

    /// What was kept; nil where nothing was.
    ///
    /// - Throws: ``LastKnownGoodError/Code/otherOwner``: do not start. ``LastKnownGoodError/Code/damaged`` and
    ///   ``LastKnownGoodError/Code/unreadable``: start without, and with an alarm.
    package func load() async throws(LastKnownGoodError) -> LoadedState? {
        try await perform { (state) throws(LastKnownGoodError) in try self.look(&state) }
    }

    /// Keeps a value.
    ///
    /// - Parameters:
    ///   - provedAt: when the list was last proved, in milliseconds since 1970; nil where it never was.
    ///   - limit: how long the disk is waited for.
    ///   - patience: how long it is waited for once the calling task is cancelled.
    /// - Returns: the number of the generation.
    /// - Throws: why it is not kept; what was kept before still is.
    package func save(
        _ value: LastKnownGood, provedAt: Int64?, within limit: Duration = .seconds(30),
        patience: Duration = .seconds(2)
    ) async throws(LastKnownGoodError) -> UInt64 {
        try await perform(within: limit, patience: patience) { (state) throws(LastKnownGoodError) in
            try self.write(value, provedAt: provedAt, &state)
        }
    }

    private func perform<Value: Sendable>(
        within limit: Duration = .seconds(5), patience: Duration = .seconds(2),
        _ work: @escaping @Sendable (inout State) throws(LastKnownGoodError) -> Value
    ) async throws(LastKnownGoodError) -> Value {
        let result = await fileSystem.perform(within: limit, patience: patience) {
            self.state.withLock { state in
                Result { () throws(LastKnownGoodError) in try work(&state) }
            }
        }
        guard let result else {
            throw LastKnownGoodError(.unanswered, "the disk of '\(folder)' does not answer")
        }
        return try result.get()
    }
}
