#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A server's disk that is full, slow or broken. It needs ``Ensemble/Options/hasFaultyDisks``.
///
/// The last of these faults holds, also over a restart of the server, until ``restoreDisk()``. Only the folder with the server's
/// data is concerned.
extension EnsembleServer {
    /// Lets every write fail as on a full disk (`ENOSPC`). What is there can be read.
    ///
    /// A server that had to begin a transaction log meanwhile leaves an empty one, and does not start with that: its data
    /// folder has to be wiped (ZOOKEEPER-1621).
    /// - Throws: ``EnsembleError`` with the code `impossible` without ``Ensemble/Options/hasFaultyDisks``; or the file
    ///   system's error.
    public func fillDisk() async throws {
        try self.control(.init(writeError: ENOSPC))
    }

    /// Lets every `fsync` take that long, in whole milliseconds. A server answers no write before it.
    ///
    /// - Throws: As ``fillDisk()``, and with the code `impossible` for less than a millisecond or more than an hour.
    public func slowDisk(by duration: Duration) async throws {
        guard duration >= .milliseconds(1), duration <= .seconds(3600) else {
            throw EnsembleError(.impossible, "a slow disk takes 1 ms to 1 h, not \(duration)")
        }
        try self.control(.init(syncMilliseconds: Int32(duration / .milliseconds(1))))
    }

    /// Lets every write and every `fsync` fail as on a broken disk (`EIO`).
    ///
    /// - Throws: As ``fillDisk()``.
    public func breakDisk() async throws {
        try self.control(.init(writeError: EIO, syncError: EIO))
    }

    /// Ends what ails the disk. A server that gave up over it has to be started again.
    ///
    /// - Throws: As ``fillDisk()``.
    public func restoreDisk() async throws {
        try self.control(.init())
    }

    private func control(_ control: DiskShim.Control) throws {
        guard let file = self.diskControl else {
            throw EnsembleError(.impossible, "the disk does as it likes: set Options.hasFaultyDisks")
        }
        try file.write(control)
    }
}
