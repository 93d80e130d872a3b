import Testing

@testable import ChaosSuite

@Suite struct ClearTimeTests {
    private let settings = SuiteSettings()

    private func clear(_ faults: [(Expectations, ClosedRange<Double>)]) -> ClearTime {
        ClearTime(
            faults.map { expects, range in
                let record = FaultRecord(
                    name: "fault", begins: range.lowerBound, begun: range.lowerBound, ends: range.upperBound,
                    ended: range.upperBound)
                return EpisodeTrace.Fault(record: record, expects: expects)
            }, settings: settings)
    }

    @Test("without a fault a change may be known when it is written")
    func nothingHidesIt() {
        #expect(clear([]).knowable(from: 3, for: 16) == 3)
        #expect(clear([(.unnoticed, 2...9)]).knowable(from: 3, for: 16) == 3)
    }

    @Test("what hides everything hides it until its end, and when it is about to, too")
    func hidden() {
        let clear = clear([(.blind, 5...11)])
        #expect(clear.knowable(from: 6, for: 16) == 11)
        #expect(clear.knowable(from: 1, for: 16) == 11)
        #expect(clear.knowable(from: 1, for: 3) == 1)
        #expect(clear.knowable(from: 12, for: 16) == 12)
    }

    @Test("a short pause between two faults is no time to be known in")
    func pause() {
        #expect(clear([(.blind, 5...11), (.blind, 14...20)]).knowable(from: 6, for: 16) == 20)
        #expect(clear([(.blind, 5...11), (.blind, 40...50)]).knowable(from: 6, for: 16) == 11)
    }

    @Test("one that is brief hides things as long as it takes to find another server")
    func brief() {
        #expect(clear([(.brief, 5...60)]).knowable(from: 6, for: 16) == 5 + settings.failover)
    }

    @Test("two that are brief hide everything while they overlap")
    func twoBriefOnes() {
        #expect(clear([(.brief, 5...60), (.brief, 20...50)]).knowable(from: 21, for: 10) == 50)
    }
}
