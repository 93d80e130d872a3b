import Synchronization

/// The tables of all handles of the process, by number: where the C library's callbacks find what they are about.
package enum HandleRegistry {
    private struct State {
        var tables: [UInt64: HandleTable] = [:]
        var last: UInt64 = 0
    }

    private static let state = Mutex(State())

    /// Enters the table that is made for the next free number.
    static func enter(_ make: (UInt64) -> HandleTable) -> HandleTable {
        state.withLock { state in
            repeat { state.last = state.last % RequestToken.handleLimit + 1 } while state.tables[state.last] != nil
            let table = make(state.last)
            state.tables[state.last] = table
            return table
        }
    }

    static func table(_ number: UInt64) -> HandleTable? {
        state.withLock { $0.tables[number] }
    }

    static func remove(_ number: UInt64) {
        _ = state.withLock { $0.tables.removeValue(forKey: number) }
    }

    /// The number of handles that are entered.
    package static var count: Int { state.withLock { $0.tables.count } }
}
