import Foundation

/// Bytes into a file descriptor, all of them.
enum FileDescriptorBytes {
    /// Writes all bytes, however many calls that takes; it blocks.
    ///
    /// - Throws: a `SystemError` of the first call that fails for good.
    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            switch (written, errno) {
            case (0..., _): rest = rest.dropFirst(written)
            case (_, EINTR): continue
            case (_, EAGAIN):
                // Another process made the shared descriptor non-blocking: wait here until it takes more.
                var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wanted, 1, -1)
            case (_, let code): throw SystemError(code: code)
            }
        }
    }
}
