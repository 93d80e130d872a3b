import HoldfastCore
import Testing

@testable import CollectorWorker

@Suite struct ResultTableTests {
    @Test func theColumnsStandInLine() {
        let record = FaultRecord(
            fault: "the leader hangs", lasted: .milliseconds(6_040), runningBefore: 12, runningAfter: 12,
            wronglyStopped: 0,
            readings: ["a": 30, "b": 29])
        #expect(
            ResultTable(records: [record]).lines == [
                "fault             lasted  Things before  after  wrongly stopped  readings meanwhile  fewest of a Thing",
                "------------------------------------------------------------------------------------------------------",
                "the leader hangs   6.0 s             12     12                0                  59                 29",
            ])
    }

    @Test func aThingIsSilentOnlyInAFaultThatLasts() {
        var record = FaultRecord(
            fault: "x", lasted: .seconds(6), runningBefore: 2, runningAfter: 2, wronglyStopped: 0,
            readings: ["a": 0, "b": 1])
        #expect(record.silent == ["a"])
        record.lasted = .milliseconds(600)
        #expect(record.silent.isEmpty)
    }
}
