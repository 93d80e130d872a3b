import Holdfast
import HoldfastCore

/// The work that is done for every Thing: sample its source until the Thing is stopped.
///
/// Every failure is thrown: the worker reports it and begins again after a while, which also connects again to a server that
/// went away.
struct Sampler: Sendable {
    /// When the next sample is due; a simulation has a clock of its own.
    var clock: any Clock<Duration> = ContinuousClock()
    /// Reads the file at a path.
    var contents: @Sendable (String) async throws -> String = { path in try await FileSource(path: path).contents() }
    /// Takes each reading; the next sample waits for it.
    let take: @Sendable (ThingID, SourceReading) async throws -> Void

    /// Samples until the task is cancelled.
    ///
    /// - Throws: ``PayloadError`` where the payload is of no use, ``SamplingError`` where the source is, what `take` throws.
    func sample(_ thing: Thing) async throws {
        let plan = try SamplingPlan(payload: thing.payload)
        switch plan.source {
        case .file(let path):
            try await sample(path, every: plan.interval, for: thing.id, on: clock)
        case .tcp(let host, let port):
            let lines = LineSource(host: host, port: port, longestSilence: max(.seconds(10), plan.interval * 10))
            try await lines.forEachLine { line in
                try await take(thing.id, SourceReading(time: .now, value: line))
            }
        }
    }

    private func sample<C: Clock>(
        _ path: String, every interval: Duration, for id: ThingID, on clock: C
    ) async throws where C.Duration == Duration {
        var next = clock.now
        while true {
            try await take(id, SourceReading(time: .now, value: contents(path)))
            // From due time to due time, so that slow readings do not add up; what was missed is not made up for.
            next = max(next.advanced(by: interval), clock.now)
            try await clock.sleep(until: next, tolerance: nil)
        }
    }
}
