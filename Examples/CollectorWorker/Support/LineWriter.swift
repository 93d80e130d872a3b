import Foundation
import Logging

/// Writes lines to a file descriptor, each at once and whole, in the order of the calls.
///
/// A reader that is slow makes the callers wait, and no one else. A reader that went away costs the lines: it is logged once,
/// and everything else goes on.
actor LineWriter {
    nonisolated let executor = QueueExecutor(label: "collector-worker.lines")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let descriptor: Int32
    private let logger: Logger
    private var isBroken = false

    init(descriptor: Int32, logger: Logger) {
        self.descriptor = descriptor
        self.logger = logger
    }

    /// Writes lines as they come, on the writer's own queue all the while: the fewest steps from an event to its line.
    func write(_ lines: some AsyncSequence<String, Never>) async {
        for await line in lines { write(line) }
    }

    /// Returns once the line and its end are handed to the operating system.
    func write(_ line: String) {
        guard !isBroken else { return }
        do {
            try FileDescriptorBytes.write(Array(line.utf8) + [UInt8(ascii: "\n")], to: descriptor)
        } catch {
            isBroken = true
            logger.error(
                "standard output cannot be written to any more; the worker goes on without",
                metadata: ["error": "\(error)"])
        }
    }
}
