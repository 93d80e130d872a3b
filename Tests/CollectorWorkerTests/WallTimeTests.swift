import Testing

@testable import CollectorWorker

@Suite struct WallTimeTests {
    @Test func itIsSecondsWithThreeDecimals() {
        #expect(WallTime(milliseconds: 1_700_000_000_123).text == "1700000000.123")
    }

    @Test func zerosBehindThePointAreKept() {
        #expect(WallTime(milliseconds: 1_700_000_000_007).text == "1700000000.007")
        #expect(WallTime(milliseconds: 1_700_000_000_000).text == "1700000000.000")
    }
}
