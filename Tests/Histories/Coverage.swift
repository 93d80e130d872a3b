package import HoldfastCore
internal import Synchronization

/// How often each row of the table of belief was judged by, and how often what is drawn besides came about, over many histories.
package final class Coverage: Sendable {
    /// What one history reached.
    package struct Reached: Sendable {
        package var rows: [Row: Int] = [:]
        package var happenings: [Happening: Int] = [:]
    }

    private let sum = Mutex(Reached())

    package init() {}

    package func add(_ reached: Reached) {
        sum.withLock { sum in
            sum.rows.merge(reached.rows) { $0 + $1 }
            sum.happenings.merge(reached.happenings) { $0 + $1 }
        }
    }

    /// Every row with its count, in the order of the table, and what is drawn besides after them.
    package var table: [(name: String, count: Int)] {
        sum.withLock { sum in
            Row.allCases.map { ($0.rawValue, sum.rows[$0] ?? 0) }
                + Happening.allCases.map { ($0.rawValue, sum.happenings[$0] ?? 0) }
        }
    }

    /// What was never reached.
    package var missing: [String] { table.filter { $0.count == 0 }.map(\.name) }
}
