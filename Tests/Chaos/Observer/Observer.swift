internal import TestSupport

/// Judges an episode by the worker's lines and the operator's own record, and by nothing else.
///
/// It is a pure function: the same trace gives the same judgement.
struct Observer: Sendable {
    let trace: EpisodeTrace
    let clear: ClearTime
    private(set) var violations: [Violation] = []
    private(set) var postures: [PostureRecord] = []
    private(set) var processes: [ProcessRecord] = []
    private(set) var runs: [ThingRun] = []
    private(set) var running: [RunningCount] = []
    /// When each Thing was told something else.
    private(set) var updates: [String: [Double]] = [:]
    /// The run of each Thing that runs, as an index into `runs`.
    private var present: [String: Int] = [:]
    private var view = WorkerView()

    private init(_ trace: EpisodeTrace) {
        self.trace = trace
        clear = ClearTime(trace.faults, settings: trace.settings)
    }

    /// What is found in a trace.
    static func judge(_ trace: EpisodeTrace) -> Observer {
        var observer = Observer(trace)
        for entry in trace.entries { observer.take(entry) }
        observer.judgeStops()
        observer.judgeRestarts()
        observer.judgePostures()
        observer.judgeCounts()
        for change in observer.changes where change.carriedOut.map({ $0 > change.due }) ?? true {
            observer.violates(
                .lateChange, at: change.due, thing: change.thing,
                "\(change.thing) was \(change.kind.rawValue) at \(text(change.written)), could be known from "
                    + "\(text(change.knowable)) on, and was "
                    + (change.carriedOut.map { "carried out at \(text($0))" } ?? "never carried out"))
        }
        observer.violations.sort { $0.at < $1.at }
        return observer
    }

    mutating func violates(_ kind: Violation.Kind, at time: Double, thing: String? = nil, _ words: String) {
        violations.append(Violation(kind: kind, at: time, thing: thing, words: words))
    }

    /// A time, for people.
    static func text(_ time: Double) -> String {
        let tenths = Int((time * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10)) s"
    }
}

// What the lines say.
extension Observer {
    private mutating func take(_ entry: EpisodeTrace.Entry) {
        switch entry.what {
        case .line(let text): take(line: text, at: entry.at)
        case .processStarted:
            processes.append(ProcessRecord(started: entry.at))
            view.processStarted()
        case .processEnded(let ending, let isWanted):
            if !isWanted || view.isExiting != (ending == "exited(0)") {
                violates(.conduct, at: entry.at, "the process ended by itself, or otherwise than told: \(ending)")
            }
            for index in present.values { runs[index].ends(.processEnded, at: entry.at) }
            present = [:]
            note(running: 0, at: entry.at)
            if !processes.isEmpty {
                processes[processes.count - 1].ended = entry.at
                processes[processes.count - 1].ending = ending
            }
            view.processEnded()
        }
    }

    private mutating func take(line text: String, at time: Double) {
        guard let line = EventLine(text: text) else {
            violates(.conduct, at: time, "not an event line: \(text.prefix(200))")
            return
        }
        let thing = line.thing ?? ""
        switch view.read(line) {
        case nil: break
        case .twice: violates(.twice, at: time, thing: thing, "\(thing) was started while it ran, in one process")
        case .posture: violates(.posture, at: time, "no posture, or a hold for no reason: \(text.prefix(200))")
        case let kind?: violates(kind, at: time, text)
        }
        switch line.event {
        case "ready": if !processes.isEmpty { processes[processes.count - 1].ready = time }
        case "started":
            present[thing] = runs.count
            runs.append(ThingRun(thing: thing, started: time))
        case "stopped": ends(thing, .stopped, at: time, proof: line.proof)
        case "suspended": ends(thing, .suspended, at: time, proof: nil)
        case "failed": ends(thing, .failed, at: time, proof: nil)
        case "updated": updates[thing, default: []].append(time)
        case "posture":
            postures.append(PostureRecord(at: time, state: line.state ?? "", reasons: line.reasons ?? []))
        default: break
        }
        note(running: present.count, at: time)
    }

    private mutating func ends(_ thing: String, _ end: ThingRun.End, at time: Double, proof: String?) {
        guard let index = present.removeValue(forKey: thing) else {
            // One that failed or is suspended does not run, and may be taken off all the same.
            if end == .stopped {
                runs.append(ThingRun(thing: thing, started: time, ended: time, end: end, proof: proof))
            }
            return
        }
        runs[index].ends(end, at: time, proof: proof)
    }

    private mutating func note(running count: Int, at time: Double) {
        if running.last?.count == count { return }
        // What happens within a few milliseconds is one step.
        if let last = running.last, time - last.at < 0.02 {
            running[running.count - 1].count = count
        } else {
            running.append(RunningCount(at: time, count: count))
        }
    }

    mutating func marksWronglyStopped(_ index: Int) {
        runs[index].isWronglyStopped = true
    }
}

extension ThingRun {
    fileprivate mutating func ends(_ end: End, at time: Double, proof: String? = nil) {
        ended = time
        self.end = end
        self.proof = proof
    }
}
