#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A call of the operating system that failed: which one, on what, and why.
package struct FileError: Error, Hashable, Sendable {
    /// What was to be done, in words.
    package var call: String
    package var path: String
    /// The `errno` of the call.
    package var code: Int32

    package init(_ call: String, _ path: String, code: Int32) {
        self.call = call
        self.path = path
        self.code = code
    }

    /// Whether it speaks of the disk or of the machine, and may pass without a change of the configuration.
    var isOfTheMachine: Bool {
        [ENOSPC, EDQUOT, EROFS, EIO, EMFILE, ENFILE, ENOMEM].contains(code)
    }
}

extension FileError: CustomStringConvertible {
    package var description: String { "'\(path)' cannot be \(call): \(String(cString: strerror(code)))" }
}
