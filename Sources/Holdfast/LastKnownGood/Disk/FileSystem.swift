/// The calls of the operating system by which the last known good is kept, so that a test can fail or cut each of them.
///
/// All but ``perform(within:patience:_:)`` block, and are called from its work alone.
package protocol FileSystem: Sendable {
    /// Does work that may block, one after the other, where it disturbs nobody.
    ///
    /// - Parameters:
    ///   - limit: how long the work is waited for.
    ///   - patience: how long it is waited for once the calling task is cancelled.
    /// - Returns: what the work gave; nil when one of them ended first. The work is then left to itself.
    func perform<Value: Sendable>(
        within limit: Duration, patience: Duration, _ work: @escaping @Sendable () -> Value
    ) async -> Value?

    /// Makes a folder in a folder that stands.
    func makeFolder(_ path: String) throws(FileError)
    /// Makes what was made, renamed and removed in a folder last.
    func syncFolder(_ path: String) throws(FileError)
    /// Takes a file for oneself, and makes it where it does not stand; `EWOULDBLOCK` says that somebody else has it.
    func lock(_ path: String) throws(FileError) -> any FileLock

    /// All bytes of a file, at most so many; `EFBIG` says that it holds more.
    func read(_ path: String, atMost limit: Int) throws(FileError) -> [UInt8]
    /// Whether anything stands there.
    func exists(_ path: String) throws(FileError) -> Bool
    /// Puts one file in the place of another, in one step.
    func rename(_ path: String, to target: String) throws(FileError)
    func remove(_ path: String) throws(FileError)

    /// Opens a file for writing, empty.
    func create(_ path: String) throws(FileError) -> any WritableFile
}

/// A lock on a file, which ends with the value, and with the process.
package protocol FileLock: Sendable {}

/// A file that is being written; it is closed with the value.
package protocol WritableFile: Sendable {
    /// Appends some of the bytes, the first ones.
    ///
    /// - Returns: how many.
    func write(_ bytes: ArraySlice<UInt8>) throws(FileError) -> Int
    /// Makes what was written last.
    func sync() throws(FileError)
}
