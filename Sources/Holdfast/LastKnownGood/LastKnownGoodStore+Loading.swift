internal import HoldfastCore

// Making the folder ready, and finding the newest generation in it.
extension LastKnownGoodStore {
    static let slots = 0...1

    func path(ofSlot slot: Int) -> String { "\(folder)/last-known-good.\(slot)" }

    func prepare(_ state: inout State) throws(FileError) {
        guard state.lock == nil else { return }
        try makeFolder(folder)
        try syncFolders(above: folder)
        state.lock = try fileSystem.lock(folder + "/lock")
        // What was seen without the lock may have been written over since.
        state.position = nil
    }

    func unprepared(_ error: FileError) -> LastKnownGoodError {
        error.code == SystemCode.wouldBlock
            ? LastKnownGoodError(.inUse, "the state folder '\(folder)' is in use: another worker runs with it")
            : LastKnownGoodError(.unwritable, "the state folder '\(folder)' cannot be used: \(error)")
    }

    /// With all folders above it that are missing.
    private func makeFolder(_ path: String) throws(FileError) {
        do throws(FileError) {
            try fileSystem.makeFolder(path)
        } catch {
            if error.code == SystemCode.exists { return }
            guard error.code == SystemCode.missing, let parent = FolderPath.parent(of: path) else { throw error }
            try makeFolder(parent)
            try fileSystem.makeFolder(path)
        }
    }

    /// A folder may have been made by a process that was killed before it was durable: all above are made so, each time.
    private func syncFolders(above path: String) throws(FileError) {
        var path = path
        while let parent = FolderPath.parent(of: path) {
            do throws(FileError) {
                try fileSystem.syncFolder(parent)
            } catch {
                // What is not ours to open, or on a disk that is not written to, is not of our making either.
                guard SystemCode.tellOfStrangers.contains(error.code) else { throw error }
            }
            path = parent
        }
    }

    /// Reads both generations, puts aside what is damaged, and gives the newest that is left; nil in a folder that holds none.
    func look(_ state: inout State) throws(LastKnownGoodError) -> LoadedState? {
        var found: [(slot: Int, file: StateFile)] = []
        var damaged: [(slot: Int, fault: String)] = []
        for slot in Self.slots {
            switch try read(slot) {
            case .nothing: break
            case .file(let file): found.append((slot, file))
            case .damaged(let fault): damaged.append((slot, fault))
            }
        }
        let newest = found.max { ($0.file.generation, $0.slot) < ($1.file.generation, $1.slot) }
        var position = Position(generation: newest?.file.generation ?? 0, slot: newest?.slot ?? 1)
        // In words before anything is moved, since those name the files by what they are called then.
        let alarm = damaged.map { slot, fault in
            "'\(path(ofSlot: slot))' is damaged: \(fault); \(putAside(slot, &position))"
        }.joined(separator: ". ")
        state.position = position
        // The process that put it there may have been killed before it was durable: what is shown is not to be taken back.
        try? fileSystem.syncFolder(folder)
        guard let newest else {
            guard damaged.isEmpty else {
                throw LastKnownGoodError(.damaged, "nothing that was kept in '\(folder)' can be used. \(alarm)")
            }
            return nil
        }
        return LoadedState(
            value: newest.file.value, provedAt: newest.file.provedAt, generation: newest.file.generation,
            alarm: damaged.isEmpty
                ? nil : "\(alarm). Generation \(newest.file.generation) is used: the newest may be lost")
    }

    private enum Found {
        case nothing
        case file(StateFile)
        case damaged(String)
    }

    private func read(_ slot: Int) throws(LastKnownGoodError) -> Found {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try fileSystem.read(path(ofSlot: slot), atMost: StateFile.longest)
        } catch {
            switch error.code {
            case SystemCode.missing: return .nothing
            // Of a file that cannot be had for a reason of ours (permissions, too many open files) nothing is said by that.
            case _ where SystemCode.tellOfDamage.contains(error.code): return .damaged("\(error)")
            default: throw LastKnownGoodError(.unreadable, "what is kept in '\(folder)' cannot be read: \(error)")
            }
        }
        do throws(StateFileFault) {
            return .file(try StateFile(bytes: bytes, of: owner))
        } catch {
            switch error {
            case .otherList, .otherWorker:
                throw LastKnownGoodError(
                    .otherOwner, "the state folder '\(folder)' is not that of \(owner): \(error)")
            case .foreign, .otherVersion, .torn, .checksum, .malformed:
                return .damaged("\(error)")
            }
        }
    }

    /// - Returns: what became of it, in words.
    private func putAside(_ slot: Int, _ position: inout Position) -> String {
        do throws(FileError) {
            return "it is kept as '\(try moveAside(slot))'"
        } catch {
            position.damaged.insert(slot)
            return "it stays where it is, since it cannot be put aside: \(error)"
        }
    }

    /// - Returns: where it is now.
    func moveAside(_ slot: Int) throws(FileError) -> String {
        let path = path(ofSlot: slot)
        var number = 1
        while try fileSystem.exists("\(path).damaged-\(number)") { number += 1 }
        let aside = "\(path).damaged-\(number)"
        // It is no longer there when only the step after this one failed the last time.
        if try fileSystem.exists(path) { try fileSystem.rename(path, to: aside) }
        try fileSystem.syncFolder(folder)
        return aside
    }
}
