internal import Dispatch

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The file system of the machine.
package final class DiskFileSystem: FileSystem {
    private static let timers = DispatchQueue(label: "holdfast.state.patience")

    private let queue = DispatchQueue(label: "holdfast.state.disk")

    package init() {}

    package func perform<Value: Sendable>(
        within limit: Duration, patience: Duration, _ work: @escaping @Sendable () -> Value
    ) async -> Value? {
        let answer = PatientAnswer<Value>()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                answer.await(waiter)
                Self.giveUp(answer, after: limit)
                queue.async { answer.give(work()) }
            }
        } onCancel: {
            Self.giveUp(answer, after: patience)
        }
    }

    private static func giveUp(_ answer: PatientAnswer<some Sendable>, after time: Duration) {
        timers.asyncAfter(deadline: .now() + .milliseconds(time.wholeMilliseconds)) { answer.give(nil) }
    }

    package func makeFolder(_ path: String) throws(FileError) {
        guard mkdir(path, 0o700) == 0 else { throw FileError("made a folder", path, code: errno) }
    }

    package func syncFolder(_ path: String) throws(FileError) {
        let folder = try FileDescriptor(opening: path, O_RDONLY | O_DIRECTORY)
        try folder.sync()
    }

    package func lock(_ path: String) throws(FileError) -> any FileLock {
        let file: FileDescriptor
        do throws(FileError) {
            file = try FileDescriptor(opening: path, O_RDWR | O_CREAT)
        } catch {
            // A disk that turned read-only still holds the lock file of earlier runs.
            guard let existing = try? FileDescriptor(opening: path, O_RDONLY) else { throw error }
            file = existing
        }
        try file.lock()
        return file
    }

    package func read(_ path: String, atMost limit: Int) throws(FileError) -> [UInt8] {
        // Not to wait for the other end, should it be a pipe.
        try FileDescriptor(opening: path, O_RDONLY | O_NONBLOCK).readAll(atMost: limit)
    }

    package func exists(_ path: String) throws(FileError) -> Bool {
        var information = stat()
        if lstat(path, &information) == 0 { return true }
        guard errno == ENOENT else { throw FileError("looked for", path, code: errno) }
        return false
    }

    package func rename(_ path: String, to target: String) throws(FileError) {
        #if canImport(Glibc)
        let result = Glibc.rename(path, target)
        #else
        let result = Darwin.rename(path, target)
        #endif
        guard result == 0 else { throw FileError("renamed to '\(target)'", path, code: errno) }
    }

    package func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 else { throw FileError("removed", path, code: errno) }
    }

    package func create(_ path: String) throws(FileError) -> any WritableFile {
        try FileDescriptor(opening: path, O_WRONLY | O_CREAT | O_TRUNC)
    }
}

extension Duration {
    /// Rounded up, and at most a day: patience, not accounting.
    fileprivate var wholeMilliseconds: Int {
        Int(min(max(self, .zero), .seconds(86_400)) / .milliseconds(1)) + 1
    }
}
