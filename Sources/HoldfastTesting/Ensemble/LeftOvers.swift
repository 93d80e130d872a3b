/// What clients left behind in a simulated ensemble, by name.
public struct LeftOvers: Hashable, Sendable, CustomStringConvertible {
    /// The open sessions: `client 1, session 100000000000001`.
    public var sessions: [String] = []
    /// The armed watches of every server: `client 1 at server 2: children of /list`.
    public var watches: [String] = []
    /// The nodes that end with a session: `/lock of session 100000000000001`.
    public var ephemerals: [String] = []

    /// Whether nothing was left.
    public var isEmpty: Bool { sessions.isEmpty && watches.isEmpty && ephemerals.isEmpty }

    public var description: String {
        let parts = [("sessions", sessions), ("watches", watches), ("ephemerals", ephemerals)]
        let lines = parts.filter { !$0.1.isEmpty }.map { "\($0.0): " + $0.1.joined(separator: "; ") }
        return lines.isEmpty ? "nothing is left" : lines.joined(separator: "\n")
    }
}
