import Synchronization

/// Hands the lines that the C library logs to the newest client.
///
/// The library's callback carries no word of which handle speaks, and its level is one for the process; so one client
/// gets all lines. The callback only hands over: it runs on any thread, sometimes inside the library's locks.
enum LogBridge {
    /// Lines that were not taken yet; the oldest are dropped beyond.
    private static let capacity = 256

    private static let receiver = Mutex<AsyncStream<String>.Continuation?>(nil)

    /// Makes the caller the receiver of all lines to come.
    static func lines() -> AsyncStream<String> {
        let (lines, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(capacity))
        let former = receiver.withLock { receiver in
            defer { receiver = continuation }
            return receiver
        }
        former?.finish()
        return lines
    }

    /// The log callback of every handle.
    static func logged(_ line: UnsafePointer<CChar>) {
        let receiver = receiver.withLock { $0 }
        receiver?.yield(String(cString: line))
    }
}
