import Foundation
import Testing

/// Lists whose number of shards changes, at random: publishers that die in the midst, readers that look at one node at a time.
@Suite("Sharded lists at random", .timeLimit(.minutes(5))) struct ShardedStatementsTests {
    @Test("no reader stops what no statement took off, and a Thing that is copied is never absent")
    func random() async throws {
        var (statements, changes, refused, stops, followed) = (0, 0, 0, 0, 0)
        let seeds = ProcessInfo.processInfo.environment["SHARDED_SEEDS"].flatMap { Int($0) } ?? 500
        for seed in 0..<seeds {
            var history = try await ShardedHistory(seed: UInt64(seed))
            for _ in 0..<12 where history.violation == nil { try await history.step() }
            if history.violation == nil { try await history.settle() }
            if let violation = history.violation {
                Issue.record("seed \(seed): \(violation), after\n\(history.log.suffix(15).joined(separator: "\n"))")
                return
            }
            statements += history.statements
            changes += history.changes
            refused += history.refused
            stops += history.stops
            followed += history.followed
        }
        print(
            "\(seeds) histories: \(statements) statements, \(changes) of them changes of the layout, \(refused) failed; \(stops) "
                + "stops; \(followed) of \(3 * seeds) readers followed before the last full word")
        #expect(stops > 5 * seeds)
        #expect(refused > seeds / 2)
        #expect(followed > 2 * seeds)
    }
}
