import Testing

@testable import ChaosSuite

/// What the observer makes of Things, trace by trace.
@Suite struct ObserverThingTests {
    @Test("a worker to which nothing happens is found well")
    func nothingHappens() {
        let judgement = TraceBuilder().judged()
        #expect(judgement.violations == [])
        #expect(judgement.runs.map(\.thing) == ["a", "b"])
        #expect(judgement.running.map(\.count) == [0, 2])
    }

    @Test("a stop of what nobody took off is wrongful")
    func wrongfulStop() {
        var trace = TraceBuilder()
        trace.says("stopped", "a", at: 5)
        let judgement = trace.judged()
        #expect(judgement.violations.map(\.kind) == [.wrongfulStop])
        #expect(judgement.violations.first?.thing == "a")
        #expect(judgement.runs.map(\.isWronglyStopped) == [true, false])
    }

    @Test("a stop is right from when its removal is being written, and not before")
    func rightStop() {
        var right = TraceBuilder()
        right.change(.removed, "a", at: 5, written: 6)
        right.says("stopped", "a", at: 5.5)
        #expect(right.violations() == [])
        var early = TraceBuilder()
        early.says("stopped", "a", at: 4)
        early.change(.removed, "a", at: 5)
        #expect(early.violations() == [.wrongfulStop])
    }

    @Test("one removal permits no stop after the Thing was put on again")
    func putOnAgain() {
        var trace = TraceBuilder()
        trace.change(.removed, "a", at: 5)
        trace.says("stopped", "a", at: 6)
        trace.change(.added, "a", at: 7)
        trace.says("started", "a", at: 8)
        #expect(trace.violations() == [])
        trace.says("stopped", "a", at: 20)
        #expect(trace.violations() == [.wrongfulStop])
    }

    @Test("what was off a list that held still may be stopped in that time, and not after it")
    func heldStill() {
        var inTime = TraceBuilder()
        inTime.heldStill(without: "a", 4...6)
        inTime.says("stopped", "a", at: 5)
        inTime.says("started", "a", at: 8)
        #expect(!inTime.violations().contains(.wrongfulStop))
        inTime.says("stopped", "a", at: 9)
        #expect(inTime.violations().contains(.wrongfulStop))
    }

    @Test("a removal that was not carried out is late, and so is one that is carried out after its bound")
    func lateRemoval() {
        var trace = TraceBuilder()
        trace.change(.removed, "a", at: 5)
        #expect(trace.violations() == [.lateChange])
        trace.says("stopped", "a", at: 5 + trace.trace.settings.patience + 1)
        #expect(trace.violations() == [.lateChange])
    }

    @Test("a bound begins when the fault lets the change be known")
    func boundBeginsAtTheEndOfTheFault() {
        var trace = TraceBuilder()
        trace.fault(.doubtful, 4...40)
        trace.change(.removed, "a", at: 5)
        trace.says("stopped", "a", at: 45)
        #expect(trace.violations() == [])
        let change = trace.judged().changes.first
        #expect(change?.knowable == 40)
        #expect(change?.delay == 5)
    }

    @Test("an addition that was not carried out is late")
    func lateAddition() {
        var trace = TraceBuilder()
        trace.change(.added, "c", at: 5)
        #expect(trace.violations() == [.lateChange])
        trace.says("started", "c", at: 6)
        #expect(trace.violations() == [])
    }

    @Test("a payload that was not told is late")
    func lateUpdate() {
        var trace = TraceBuilder()
        trace.change(.updated, "a", at: 5)
        #expect(trace.violations() == [.lateChange])
        trace.says("updated", "a", at: 6)
        #expect(trace.violations() == [])
    }

    @Test("a removed Thing that another process begins again was not removed")
    func phantom() {
        var trace = TraceBuilder()
        trace.change(.removed, "a", at: 5)
        trace.says("stopped", "a", at: 6)
        trace.fault(.silent, 8...9)
        trace.ends("signaled(9)", at: 8)
        trace.start(at: 9)
        for thing in ["a", "b"] { trace.says("started", thing, at: 10) }
        trace.follows(at: 10)
        #expect(trace.violations() == [.lateChange])
    }

    @Test("two of one Thing in one process are found, and in two processes they are not two")
    func twice() {
        var trace = TraceBuilder()
        trace.says("started", "a", at: 5)
        #expect(trace.violations() == [.twice])
        var other = TraceBuilder()
        other.fault(.silent, 5...6)
        other.ends("signaled(9)", at: 5)
        other.start(at: 6)
        for thing in ["a", "b"] { other.says("started", thing, at: 7) }
        other.follows(at: 7)
        #expect(other.violations() == [])
    }

    @Test("what ran before a process ended must run again in the next")
    func notBegunAgain() {
        var trace = TraceBuilder()
        trace.fault(.silent, 5...6)
        trace.ends("signaled(9)", at: 5)
        trace.start(at: 6)
        trace.says("started", "a", at: 7)
        trace.follows(at: 7)
        let found = trace.judged().violations
        #expect(found.map(\.kind) == [.wrongfulStop])
        #expect(found.first?.thing == "b")
    }

    @Test("a line that is no event line, and an end that nobody asked for, are misconduct")
    func conduct() {
        var trace = TraceBuilder()
        trace.line("hello", at: 5)
        #expect(trace.violations() == [.conduct])
        var ended = TraceBuilder()
        ended.ends("signaled(11)", isWanted: false, at: 5)
        #expect(ended.violations() == [.conduct])
        var abrupt = TraceBuilder()
        abrupt.ends("exited(0)", at: 5)
        #expect(abrupt.violations() == [.conduct], "without a word that it exits")
        var told = TraceBuilder()
        told.line(#"{"t":1,"event":"exiting"}"#, at: 5)
        told.ends("exited(0)", at: 5)
        #expect(told.violations() == [])
    }

    @Test("sessions and watches beyond what a worker needs are left over")
    func leftOver() {
        var trace = TraceBuilder()
        trace.count(.following, sessions: 1, watches: 4, at: 50)
        trace.count(.afterwards, sessions: 0, watches: 0, at: 55)
        #expect(trace.violations() == [])
        trace.count(.following, sessions: 2, watches: 4, at: 56)
        trace.count(.afterwards, sessions: 0, watches: 1, at: 57)
        #expect(trace.violations() == [.leftOver, .leftOver])
    }
}
