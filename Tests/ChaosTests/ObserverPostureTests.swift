import Testing

@testable import ChaosSuite

/// What the observer makes of postures, trace by trace.
@Suite struct ObserverPostureTests {
    @Test("a worker that holds while nothing can be known, and follows again, tells the truth")
    func holds() {
        var trace = TraceBuilder()
        trace.fault(.blind, 5...12)
        trace.holds("disconnected", at: 6.5)
        trace.holds("session lost", at: 9)
        trace.follows(at: 14)
        #expect(trace.violations() == [])
    }

    @Test("a worker that goes on following while nothing can be known does not")
    func followsBlindly() {
        var trace = TraceBuilder()
        trace.fault(.blind, 5...12)
        #expect(trace.violations() == [.posture, .posture], "it never held, and it followed")
        trace.holds("disconnected", at: 6)
        trace.follows(at: 10)
        #expect(trace.violations() == [.posture])
    }

    @Test("a hold that comes only after the limit of detection is untrue until then")
    func holdsLate() {
        var trace = TraceBuilder()
        trace.fault(.blind, 5...15)
        trace.holds("disconnected", at: 5 + trace.trace.settings.detection + 1)
        trace.follows(at: 16)
        #expect(trace.violations() == [.posture])
    }

    @Test("a hold for another reason than the right one is untrue")
    func wrongReason() {
        var trace = TraceBuilder()
        trace.fault(.list(["list empty"]), 5...12)
        trace.holds("disconnected", at: 6)
        trace.follows(at: 13)
        #expect(trace.violations() == [.posture])
        trace.holds("list empty", at: 14)
        trace.follows(at: 15)
        #expect(trace.violations() == [], "it came to show it")
    }

    @Test("trouble with a list that nothing befell is untrue, and so is trouble long after it")
    func troubleWithoutCause() {
        var trace = TraceBuilder()
        trace.holds("list empty", at: 5)
        trace.follows(at: 6)
        #expect(trace.violations() == [.posture])
        var later = TraceBuilder()
        later.fault(.list(["list empty"]), 5...12)
        later.holds("list empty", at: 6)
        later.follows(at: 13)
        #expect(later.violations(at: 90) == [])
        later.holds("brake", at: 80)
        later.follows(at: 81)
        #expect(later.violations(at: 90) == [.posture])
    }

    @Test("a worker that never follows again is found")
    func neverFollowsAgain() {
        var trace = TraceBuilder()
        trace.fault(.blind, 5...12)
        trace.holds("disconnected", at: 6)
        #expect(trace.violations() == [.posture])
        trace.follows(at: 12 + trace.trace.settings.patience + 1)
        #expect(trace.violations() == [.posture], "and so is one that does so too late")
    }

    @Test("a worker that stands still is asked nothing")
    func silence() {
        var trace = TraceBuilder()
        trace.fault(.blind, 5...12)
        trace.fault(.silent, 4...13, name: "worker hung")
        trace.holds("session lost", at: 13.1)
        trace.follows(at: 15)
        #expect(trace.violations() == [])
    }

    @Test("what another fault kept from the worker's eyes need not be shown")
    func obscured() {
        var trace = TraceBuilder()
        trace.fault(.list(["list empty"]), 5...12)
        trace.fault(.blind, 4...14, name: "client refused")
        trace.holds("disconnected", at: 5)
        trace.follows(at: 15)
        #expect(trace.violations() == [])
    }

    @Test("a hold for no reason, and a worker that never says what its posture is, are found")
    func noReason() {
        var trace = TraceBuilder()
        trace.line(#"{"t":1,"event":"posture","state":"holding","reasons":[]}"#, at: 5)
        trace.follows(at: 6)
        #expect(trace.violations() == [.posture])
        var mute = EpisodeTrace(settings: SuiteSettings(), isDeclared: false, things: [])
        mute.end = 10
        #expect(Observer.judge(mute).violations.map(\.kind) == [.posture])
    }
}
