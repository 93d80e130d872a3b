import HoldfastCore

/// What changes from one moment on.
struct Observation: Sendable {
    let begin = ContinuousClock.now
    private let observer: Observer
    private let scoreBefore: Score
    private let readingsBefore: [ThingID: Int]

    /// An observation that begins now.
    init(of observer: Observer) {
        self.observer = observer
        scoreBefore = observer.score
        readingsBefore = observer.readingsSoFar
    }

    /// The readings since the begin, of every Thing that ran then.
    var readings: [ThingID: Int] {
        let now = observer.readingsSoFar
        return Dictionary(uniqueKeysWithValues: readingsBefore.map { ($0.key, (now[$0.key] ?? 0) - $0.value) })
    }

    /// The wrong stops since the begin.
    var wronglyStopped: Int { observer.score.wronglyStopped - scoreBefore.wronglyStopped }

    /// What was seen up to now.
    func record(of fault: String) -> FaultRecord {
        FaultRecord(
            fault: fault, lasted: begin.duration(to: .now), runningBefore: scoreBefore.running.count,
            runningAfter: observer.score.running.count, wronglyStopped: wronglyStopped, readings: readings
        )
    }
}
