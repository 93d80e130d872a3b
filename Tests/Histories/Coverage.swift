package import HoldfastCore
internal import Synchronization

/// How often each row of the table of belief was judged by, over many histories.
package final class Coverage: Sendable {
    private let counts = Mutex<[Row: Int]>([:])

    package init() {}

    package func add(_ rows: [Row: Int]) {
        counts.withLock { $0.merge(rows) { $0 + $1 } }
    }

    /// Every row with its count, in the order of the table.
    package var table: [(row: Row, count: Int)] {
        counts.withLock { counts in Row.allCases.map { ($0, counts[$0] ?? 0) } }
    }

    /// The rows that were never reached.
    package var missing: [Row] { table.filter { $0.count == 0 }.map(\.row) }
}
