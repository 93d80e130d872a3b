internal import Holdfast

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

extension SimulatedDisk {
    /// The disk for those who began in one life of its machine: when that is over, nothing of theirs is done any more.
    struct Mount: FileSystem {
        let disk: SimulatedDisk
        let life: Int

        func perform<Value: Sendable>(
            within limit: Duration, patience: Duration, _ work: @escaping @Sendable () -> Value
        ) async -> Value? {
            await disk.perform(within: limit, patience: patience, work)
        }

        func makeFolder(_ path: String) throws(FileError) { try files(path).makeFolder(path) }

        func syncFolder(_ path: String) throws(FileError) { try files(path).syncFolder(path) }

        func lock(_ path: String) throws(FileError) -> any FileLock { try files(path).lock(path) }

        func read(_ path: String, atMost limit: Int) throws(FileError) -> [UInt8] {
            try files(path).read(path, atMost: limit)
        }

        func exists(_ path: String) throws(FileError) -> Bool { try files(path).exists(path) }

        func rename(_ path: String, to target: String) throws(FileError) {
            try files(path).rename(path, to: target)
        }

        func remove(_ path: String) throws(FileError) { try files(path).remove(path) }

        func create(_ path: String) throws(FileError) -> any WritableFile { try files(path).create(path) }

        private func files(_ path: String) throws(FileError) -> DiskModel {
            guard let files = disk.files(in: life) else { throw FileError("reached", path, code: EIO) }
            return files
        }
    }
}
