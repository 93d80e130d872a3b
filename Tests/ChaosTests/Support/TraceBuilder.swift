@testable import ChaosSuite

/// A trace, line by line.
struct TraceBuilder {
    private(set) var trace: EpisodeTrace

    /// Two Things that run, and a worker that follows, from 1 s on.
    init(things: [String] = ["a", "b"], isDeclared: Bool = false) {
        trace = EpisodeTrace(settings: SuiteSettings(), isDeclared: isDeclared, things: things)
        start(at: 0.5)
        for thing in things { says("started", thing, at: 1) }
        follows(at: 1)
    }

    mutating func start(at time: Double) {
        trace.entries.append(.init(at: time, what: .processStarted))
        line(#"{"t":1,"event":"ready"}"#, at: time)
    }

    mutating func ends(_ ending: String, isWanted: Bool = true, at time: Double) {
        trace.entries.append(.init(at: time, what: .processEnded(ending, isWanted: isWanted)))
    }

    mutating func line(_ text: String, at time: Double) {
        trace.entries.append(.init(at: time, what: .line(text)))
    }

    mutating func says(_ event: String, _ thing: String, at time: Double) {
        line(#"{"t":1,"event":"\#(event)","thing":"\#(thing)","proof":"absent at revision 7"}"#, at: time)
    }

    mutating func follows(at time: Double) {
        line(#"{"t":1,"event":"posture","state":"following"}"#, at: time)
    }

    mutating func holds(_ reasons: String..., at time: Double) {
        let reasons = reasons.map { "\"\($0)\"" }.joined(separator: ",")
        line(#"{"t":1,"event":"posture","state":"holding","reasons":[\#(reasons)],"pending":0}"#, at: time)
    }

    mutating func fault(_ expects: Expectations, _ range: ClosedRange<Double>, name: String = "fault") {
        let record = FaultRecord(
            name: name, begins: range.lowerBound, begun: range.lowerBound, ends: range.upperBound,
            ended: range.upperBound)
        trace.faults.append(.init(record: record, expects: expects))
    }

    mutating func change(_ kind: ChangeRecord.Kind, _ thing: String, at time: Double, written: Double? = nil) {
        if kind == .removed { trace.permits.append(.init(at: time, thing: thing)) }
        trace.changes.append(TrueChange(kind: kind, thing: thing, begun: time, written: written ?? time + 0.1))
    }

    mutating func heldStill(without thing: String, _ range: ClosedRange<Double>) {
        trace.permits.append(.init(at: range.lowerBound, thing: thing, until: range.upperBound))
    }

    mutating func count(_ when: ServerCountRecord.When, sessions: Int, watches: Int, at time: Double) {
        let isRunning = when == .following
        trace.counts.append(
            ServerCountRecord(
                at: time, when: when, sessions: sessions, mostSessions: isRunning ? 1 : 0, watches: watches,
                mostWatches: isRunning ? 4 : 0))
    }

    /// What is found, the episode having ended at that time.
    func judged(at end: Double = 60) -> Observer {
        var trace = trace
        trace.end = end
        return Observer.judge(trace)
    }

    func violations(at end: Double = 60) -> [Violation.Kind] { judged(at: end).violations.map(\.kind) }
}
