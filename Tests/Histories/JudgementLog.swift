internal import HoldfastCore

/// What the worker says that it judged by, held against what it says of its connection: a reading that was made over one that is gone
/// counts for nothing, whatever it gave.
struct JudgementLog {
    /// Only a reading is judged by these; the others speak of the connection, of an operator or of time, or follow an approval.
    private static let ofReadings = Set(Row.allCases).subtracting([
        .disconnected, .unread, .approved, .tenureEnded, .entryUnread, .oddName,
    ])

    private var isConnected = false

    mutating func judged(_ rows: [Row]) -> String? {
        if rows.contains(.disconnected) { isConnected = false }
        if rows.contains(.unread) { isConnected = true }
        guard !isConnected, let row = rows.first(where: Self.ofReadings.contains) else { return nil }
        return "a reading was judged when the connection was gone: \(row.rawValue)"
    }

    /// Another worker has no connection yet.
    mutating func beginAnew() {
        isConnected = false
    }
}
