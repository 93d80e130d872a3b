internal import Synchronization

/// What happened in a simulation, line by line, each with its time.
final class Timeline: Sendable {
    /// The newest lines are kept, and the number of those that were dropped.
    private struct State {
        var lines: [String] = []
        var dropped = 0
    }

    private static let limit = 5000

    private let state = Mutex(State())
    /// Whether lines are kept at all: most of the histories of an exploration are never looked at.
    let isKept: Bool

    init(isKept: Bool) {
        self.isKept = isKept
    }

    func note(_ text: String, at elapsed: Duration) {
        let seconds = elapsed.formattedSeconds
        state.withLock { state in
            state.lines.append("\(seconds) s  \(text)")
            if state.lines.count > 2 * Self.limit {
                state.dropped += Self.limit
                state.lines.removeFirst(Self.limit)
            }
        }
    }

    var text: String {
        let (lines, dropped) = state.withLock { ($0.lines, $0.dropped) }
        let head = dropped > 0 ? ["… \(dropped) earlier lines"] : []
        return (head + lines).joined(separator: "\n")
    }
}

extension Duration {
    /// In seconds, to the microsecond.
    fileprivate var formattedSeconds: String {
        let microseconds = wholeNanoseconds / 1000
        let fraction = String(microseconds % 1_000_000)
        return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
    }
}
