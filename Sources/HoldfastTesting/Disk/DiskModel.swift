package import Holdfast
internal import HoldfastZooKeeper
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A disk that forgets, tears and reorders what was not made durable when its power goes.
///
/// Each call that changes something, and each part of a write, is a step: a test can cut before any of them, or let one fail.
package final class DiskModel: FileSystem {
    package struct Step: Sendable {
        package var number: Int
        package var call: String
        package var path: String
    }

    /// What the disk only pretends to do, for the tests of the tests.
    package struct Lies: Sendable {
        package var syncsFiles: Bool
        package var syncsFolders: Bool

        package init(syncsFiles: Bool = false, syncsFolders: Bool = false) {
            self.syncsFiles = syncsFiles
            self.syncsFolders = syncsFolders
        }
    }

    let state: Mutex<State>
    let lies: Lies

    struct State: Sendable {
        var nodes: [Int: Node] = [0: .folder(Folder())]
        var nextNode = 1
        var locked: Set<Int> = []
        var boot = 0
        var steps = 0
        var cutBefore: Int?
        var isCut = false
        var fault: @Sendable (Step) -> Int32? = { _ in nil }
        var gate: @Sendable () async -> Void = {}
        var isHung = false
        var random: SplitMix64
    }

    package init(seed: UInt64, lies: Lies = Lies()) {
        state = Mutex(State(random: SplitMix64(seed: seed)))
        self.lies = lies
    }

    /// How many steps were made.
    package var steps: Int { state.withLock(\.steps) }

    /// Whether the cut was reached.
    package var isCut: Bool { state.withLock(\.isCut) }

    /// Nothing is done any more from that step on.
    package func cut(before step: Int) { state.withLock { $0.cutBefore = step } }

    /// Asks before each step whether it fails, and with which `errno`.
    package func setFault(_ fault: @escaping @Sendable (Step) -> Int32?) { state.withLock { $0.fault = fault } }

    package func perform<Value: Sendable>(
        within limit: Duration, patience: Duration, _ work: @escaping @Sendable () -> Value
    ) async -> Value? {
        let (gate, isHung) = state.withLock { ($0.gate, $0.isHung) }
        guard !isHung else { return nil }
        await gate()
        return work()
    }

    /// Waits for that before any work is done.
    package func setGate(_ gate: @escaping @Sendable () async -> Void) { state.withLock { $0.gate = gate } }

    /// Whether the disk does nothing and says nothing, until all patience has ended.
    package func setHung(_ isHung: Bool) { state.withLock { $0.isHung = isHung } }

    package func makeFolder(_ path: String) throws(FileError) {
        try step("made a folder", path) { (state) throws(FileError) in
            guard state.find(path) == nil else { throw FileError("made a folder", path, code: EEXIST) }
            try state.add(.folder(Folder()), at: path)
        }
    }

    package func syncFolder(_ path: String) throws(FileError) {
        try step("made durable", path) { (state) throws(FileError) in
            if !self.lies.syncsFolders { try state.changeFolder(path) { $0.sync() } }
        } failing: { state in
            try? state.changeFolder(path) { $0.pending = [] }
        }
    }

    package func lock(_ path: String) throws(FileError) -> any FileLock {
        try step("locked", path) { (state) throws(FileError) in
            if state.find(path) == nil { try state.add(.file(File()), at: path) }
            guard let node = state.find(path), state.locked.insert(node).inserted else {
                throw FileError("locked", path, code: EWOULDBLOCK)
            }
            return Lock(disk: self, node: node, boot: state.boot)
        }
    }

    package func read(_ path: String, atMost limit: Int) throws(FileError) -> [UInt8] {
        try step("read", path) { (state) throws(FileError) in
            guard let node = state.find(path) else { throw FileError("read", path, code: ENOENT) }
            guard case .file(let file) = state.nodes[node] else { throw FileError("read", path, code: EISDIR) }
            return file.bytes
        }
    }

    package func exists(_ path: String) throws(FileError) -> Bool {
        try step("looked for", path) { (state) throws(FileError) in state.find(path) != nil }
    }

    package func rename(_ path: String, to target: String) throws(FileError) {
        try step("renamed", path) { (state) throws(FileError) in
            guard let node = state.find(path) else { throw FileError("renamed", path, code: ENOENT) }
            let (parent, name) = State.split(path)
            let newName = State.split(target).name
            try state.changeFolder(parent) { $0.change([newName: .some(node), name: nil]) }
        }
    }

    package func remove(_ path: String) throws(FileError) {
        try step("removed", path) { (state) throws(FileError) in
            guard state.find(path) != nil else { throw FileError("removed", path, code: ENOENT) }
            let (parent, name) = State.split(path)
            try state.changeFolder(parent) { $0.change([name: nil]) }
        }
    }

    package func create(_ path: String) throws(FileError) -> any WritableFile {
        try step("created", path) { (state) throws(FileError) in
            if let node = state.find(path) {
                state.changeFile(node) { $0.apply(.truncate) }
                return OpenFile(disk: self, node: node, path: path)
            }
            return OpenFile(disk: self, node: try state.add(.file(File()), at: path), path: path)
        }
    }

    /// One step: done, failed, or cut.
    func step<Value: Sendable>(
        _ call: String, _ path: String, _ body: (inout State) throws(FileError) -> Value,
        failing: (inout State) -> Void = { _ in }
    ) throws(FileError) -> Value {
        try state.withLock { (state) throws(FileError) in
            if state.cutBefore == state.steps { state.isCut = true }
            guard !state.isCut else { throw FileError(call, path, code: EIO) }
            let step = Step(number: state.steps, call: call, path: path)
            state.steps += 1
            if let code = state.fault(step) {
                failing(&state)
                throw FileError(call, path, code: code)
            }
            return try body(&state)
        }
    }
}

extension DiskModel {
    private final class Lock: FileLock {
        private let disk: DiskModel
        private let node: Int
        private let boot: Int

        init(disk: DiskModel, node: Int, boot: Int) {
            self.disk = disk
            self.node = node
            self.boot = boot
        }

        deinit {
            disk.state.withLock { state in
                if state.boot == boot { state.locked.remove(node) }
            }
        }
    }

    private struct OpenFile: WritableFile {
        var disk: DiskModel
        var node: Int
        var path: String

        /// Takes a part of what it is given, as a disk may.
        func write(_ bytes: ArraySlice<UInt8>) throws(FileError) -> Int {
            try disk.step("written", path) { (state) throws(FileError) in
                let count = min(bytes.count, Int.random(in: 1...2000, using: &state.random))
                state.changeFile(node) { $0.apply(.write(Array(bytes.prefix(count)), at: $0.bytes.count)) }
                return count
            }
        }

        func sync() throws(FileError) {
            try disk.step("made durable", path) { (state) throws(FileError) in
                if !disk.lies.syncsFiles { state.changeFile(node) { $0.sync() } }
            } failing: { state in
                state.changeFile(node) { $0.failSync() }
            }
        }
    }
}
