internal import Holdfast
internal import HoldfastZooKeeper
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

// What is on the disk, what only seems to be, and what a loss of power leaves of it.
extension DiskModel {
    enum Node: Sendable {
        case file(File)
        case folder(Folder)
    }

    struct File: Sendable {
        enum Change: Sendable {
            case truncate
            case write([UInt8], at: Int)
        }

        /// As every process sees it.
        private(set) var bytes: [UInt8] = []
        private var durable: [UInt8] = []
        private var pending: [Change] = []
        /// What is written is never made durable any more, and nobody is told.
        private var isDropped = false

        mutating func apply(_ change: Change) {
            if case .truncate = change { isDropped = false }
            Self.apply(change, to: &bytes)
            pending.append(change)
        }

        mutating func sync() {
            if !isDropped { durable = bytes }
            pending = []
        }

        /// As Linux does: the pages that could not be written count as clean from then on.
        mutating func failSync() {
            isDropped = true
            pending = []
        }

        /// Any part of what was not made durable may be there, sector by sector; where one is missing there are zeros.
        mutating func lose(using random: inout SplitMix64) {
            let chance: Double = [0, 0.5, 0.9, 1].randomElement(using: &random) ?? 0
            for change in pending {
                switch change {
                case .truncate:
                    if random.fraction() < chance { durable = [] }
                case .write(let bytes, let offset):
                    for start in stride(from: 0, to: bytes.count, by: 64) where random.fraction() < chance {
                        Self.apply(
                            .write(Array(bytes[start..<min(start + 64, bytes.count)]), at: offset + start), to: &durable
                        )
                    }
                }
            }
            bytes = durable
            pending = []
        }

        private static func apply(_ change: Change, to bytes: inout [UInt8]) {
            switch change {
            case .truncate: bytes = []
            case .write(let new, let offset):
                let end = offset + new.count
                if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
                bytes.replaceSubrange(offset..<end, with: new)
            }
        }
    }

    struct Folder: Sendable {
        /// As every process sees it.
        private(set) var entries: [String: Int] = [:]
        private var durable: [String: Int] = [:]
        var pending: [[String: Int?]] = []

        mutating func change(_ change: [String: Int?]) {
            Self.apply(change, to: &entries)
            pending.append(change)
        }

        mutating func sync() {
            durable = entries
            pending = []
        }

        /// Any of the changes that were not made durable may be there, each whole, also without those before it.
        mutating func lose(using random: inout SplitMix64) {
            let chance: Double = [0, 0.5, 1].randomElement(using: &random) ?? 0
            for change in pending where random.fraction() < chance { Self.apply(change, to: &durable) }
            entries = durable
            pending = []
        }

        private static func apply(_ change: [String: Int?], to entries: inout [String: Int]) {
            for (name, node) in change { entries[name] = node }
        }
    }

    /// The power goes and comes back.
    package func losePower(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        boot { state in
            for (id, node) in state.nodes.sorted(by: { $0.key < $1.key }) {
                switch node {
                case .file(var file):
                    file.lose(using: &random)
                    state.nodes[id] = .file(file)
                case .folder(var folder):
                    folder.lose(using: &random)
                    state.nodes[id] = .folder(folder)
                }
            }
        }
    }

    /// The process is killed; all that it did is there.
    package func kill() { boot { _ in } }

    private func boot(_ change: (inout State) -> Void) {
        state.withLock { state in
            change(&state)
            state.locked = []
            state.boot += 1
            state.cutBefore = nil
            state.isCut = false
            state.steps = 0
        }
    }

    /// Changes the bytes of a file behind everybody's back.
    package func spoil(_ path: String, _ change: (inout [UInt8]) -> Void) {
        state.withLock { state in
            guard let node = state.find(path) else { preconditionFailure("'\(path)' does not stand") }
            state.changeFile(node) { file in
                var bytes = file.bytes
                change(&bytes)
                file.apply(.truncate)
                file.apply(.write(bytes, at: 0))
                file.sync()
            }
        }
    }

    /// The names in a folder.
    package func names(in path: String) -> Set<String> {
        state.withLock { state in
            guard let node = state.find(path), case .folder(let folder) = state.nodes[node] else { return [] }
            return Set(folder.entries.keys)
        }
    }

    package func bytes(of path: String) -> [UInt8]? {
        state.withLock { state in
            guard let node = state.find(path), case .file(let file) = state.nodes[node] else { return nil }
            return file.bytes
        }
    }
}

extension DiskModel.State {
    static func split(_ path: String) -> (parent: String, name: String) {
        let parts = path.split(separator: "/")
        return ("/" + parts.dropLast().joined(separator: "/"), String(parts.last ?? ""))
    }

    func find(_ path: String) -> Int? {
        var node = 0
        for part in path.split(separator: "/") {
            guard case .folder(let folder) = nodes[node], let next = folder.entries[String(part)] else { return nil }
            node = next
        }
        return node
    }

    @discardableResult
    mutating func add(_ node: DiskModel.Node, at path: String) throws(FileError) -> Int {
        let (parent, name) = Self.split(path)
        let id = nextNode
        try changeFolder(parent) { $0.change([name: id]) }
        nextNode += 1
        nodes[id] = node
        return id
    }

    mutating func changeFolder(
        _ path: String, _ change: (inout DiskModel.Folder) -> Void
    ) throws(FileError) {
        guard let id = find(path), case .folder(var folder) = nodes[id] else {
            throw FileError("found", path, code: ENOENT)
        }
        change(&folder)
        nodes[id] = .folder(folder)
    }

    mutating func changeFile(_ id: Int, _ change: (inout DiskModel.File) -> Void) {
        guard case .file(var file) = nodes[id] else { return }
        change(&file)
        nodes[id] = .file(file)
    }
}
