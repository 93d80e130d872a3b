import Foundation
import SystemPackage

/// Reads lines on a thread of its own and notes when each arrived.
///
/// The thread waits in `read` itself, so that the time it takes to wake an asynchronous task is no part of the figure.
struct LineReader: Sendable {
    private let descriptor: FileDescriptor
    private let lines: AsyncStream<ArrivedLine>.Continuation

    /// The lines that come once the reader is started; they end where the descriptor does.
    static func reading(from descriptor: FileDescriptor) -> (AsyncStream<ArrivedLine>, LineReader) {
        let (stream, lines) = AsyncStream.makeStream(of: ArrivedLine.self)
        return (stream, LineReader(descriptor: descriptor, lines: lines))
    }

    /// Starts the thread. It ends, and closes the descriptor, when every writer has closed its end.
    func start(named name: String) {
        let thread = Thread { readAll() }
        thread.name = name
        thread.start()
    }

    private func readAll() {
        var rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while let count = try? buffer.withUnsafeMutableBytes({ try descriptor.read(into: $0) }), count > 0 {
            let instant = SuspendingClock().now
            rest += buffer.prefix(count)
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                lines.yield(ArrivedLine(instant: instant, bytes: Array(rest[..<end])))
                rest.removeFirst(end + 1)
            }
        }
        lines.finish()
        try? descriptor.close()
    }
}
