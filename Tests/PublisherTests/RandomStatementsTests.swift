import Testing

/// Statements at random, cut short and mixed with what others do to the list, held against what was truly said.
@Suite("Statements at random") struct RandomStatementsTests {
    @Test("no reader stops what no statement took off, and the list is what was stated")
    func random() async throws {
        var (statements, stops, refused) = (0, 0, 0)
        for seed in 0..<200 {
            var history = RandomHistory(seed: UInt64(seed))
            for _ in 0..<50 where history.violation == nil { try await history.step() }
            if history.violation == nil { try await history.settle() }
            if let violation = history.violation {
                Issue.record("seed \(seed): \(violation), after\n\(history.log.suffix(15).joined(separator: "\n"))")
                return
            }
            statements += history.statements
            stops += history.stops
            refused += history.refused
        }
        print("\(statements) statements at random, \(refused) of them failed, \(stops) stops by their readers")
        #expect(stops > 10_000)
        #expect(refused > 1000)
    }
}
