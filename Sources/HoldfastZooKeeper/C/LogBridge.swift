import Synchronization

/// Hands the lines that the C library logs to the newest client.
///
/// The library's callback carries no word of which handle speaks, and its level is one for the process; so one client gets
/// all lines. The callback only hands over: it runs on any thread, sometimes inside the library's locks.
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

/// One line of the C library, in its parts: `2026-11-21 03:40:13,123:17(0x7f):ZOO_INFO@check_events@2992: initiated ...`
struct LibraryLine: Hashable, Sendable {
    /// Whether it reports trouble (the library's WARN and ERROR), most of which is the connection's daily life.
    var isTrouble: Bool
    var text: String

    init(_ line: String) {
        isTrouble = line.contains(":ZOO_WARN@") || line.contains(":ZOO_ERROR@")
        guard let level = line.range(of: ":ZOO_"), let colon = line.range(of: ": ", in: level.upperBound..<line.endIndex)
        else {
            text = line
            return
        }
        text = String(line[colon.upperBound...])
    }
}

extension String {
    /// The first place of the pattern: Foundation is not linked for this alone.
    fileprivate func range(of pattern: String, in bounds: Range<Index>? = nil) -> Range<Index>? {
        self[bounds ?? startIndex..<endIndex].firstRange(of: pattern)
    }
}
