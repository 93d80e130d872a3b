import Foundation

/// A call of the operating system that failed, in its own words.
struct SystemError: Error, Hashable, CustomStringConvertible {
    var code: Int32

    /// The reason of the call that failed last on this thread.
    static var last: SystemError { SystemError(code: errno) }

    var description: String { String(cString: strerror(code)) }
}
