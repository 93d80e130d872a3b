import Foundation
import NIOPosix

/// A file whose contents are a sample.
struct FileSource: Sendable {
    /// The longest file that is read, in bytes.
    static let limit = 64 * 1024

    let path: String

    /// The contents as text, without white space at the ends; read on a thread that may block, not on the cooperative pool.
    ///
    /// - Throws: ``SamplingError`` where the file cannot be read, is no regular file, or is longer than ``limit``.
    func contents() async throws -> String {
        try await NIOThreadPool.singleton.runIfActive { try read() }
    }

    private func read() throws -> String {
        // Not waiting in open(): a named pipe would wait there for somebody to write.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SamplingError("\(path) cannot be opened: \(SystemError.last)") }
        defer { _ = close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw SamplingError("\(path) is not a regular file")
        }
        // One byte more than the limit shows that there is more; a size would not, since /proc says 0 for every file.
        var bytes = [UInt8](repeating: 0, count: Self.limit + 1)
        var count = 0
        while count < bytes.count {
            let room = count
            let got = bytes.withUnsafeMutableBytes {
                Foundation.read(descriptor, $0.baseAddress?.advanced(by: room), $0.count - room)
            }
            if got == 0 { break }
            if got > 0 {
                count += got
            } else if errno != EINTR {
                throw SamplingError("\(path) cannot be read: \(SystemError.last)")
            }
        }
        guard count <= Self.limit else { throw SamplingError("\(path) is longer than \(Self.limit) bytes") }
        return String(decoding: bytes[..<count], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
