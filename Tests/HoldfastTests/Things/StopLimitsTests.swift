import HoldfastCore
import Testing

@testable import Holdfast

/// Who was told to stop and has not ended in time: a trace.
struct StopLimitsTests {
    private func at(_ seconds: Int) -> Moment { Moment(elapsed: .seconds(seconds)) }

    @Test("a Thing that has not ended when its limit passes is told of once")
    func overdueOnce() {
        var limits = StopLimits()
        limits.told("a", launch: 1, limit: at(10))
        limits.told("b", launch: 2, limit: at(11))
        #expect(limits.passed(at: at(9), isEnding: { _, _ in true }) == [])
        #expect(limits.nextDeadline == at(10))
        #expect(limits.passed(at: at(10), isEnding: { _, _ in true }) == ["a"])
        #expect(limits.nextDeadline == at(11))
        #expect(limits.passed(at: at(20), isEnding: { _, _ in true }) == ["b"])
        #expect(limits.passed(at: at(21), isEnding: { _, _ in true }) == [])
        #expect(limits.nextDeadline == nil)
    }

    @Test("a Thing that ended in time is not told of, nor one that was begun anew")
    func endedInTime() {
        var limits = StopLimits()
        for launch in 1...5 { limits.told("a", launch: launch, limit: at(launch)) }
        #expect(limits.passed(at: at(0), isEnding: { $1 >= 4 }) == [])
        #expect(limits.nextDeadline == at(4))
        #expect(limits.passed(at: at(9), isEnding: { $1 == 5 }) == ["a"])
    }
}
