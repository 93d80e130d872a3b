import Holdfast
import HoldfastCore

/// The work that is done for every Thing: sample its source until the Thing is stopped.
///
/// Every failure is thrown: the worker reports it and begins again after a while, which also connects again to a server that
/// went away.
struct Sampler: Sendable {
    /// Takes each reading; the next sample waits for it.
    let take: @Sendable (ThingID, SourceReading) async throws -> Void

    /// Samples until the task is cancelled.
    ///
    /// - Throws: ``PayloadError`` where the payload is of no use, ``SamplingError`` where the source is, what `take` throws.
    func sample(_ thing: Thing) async throws {
        let plan = try SamplingPlan(payload: thing.payload)
        switch plan.source {
        case .file(let path):
            try await sample(FileSource(path: path), every: plan.interval, for: thing.id)
        case .tcp(let host, let port):
            let lines = LineSource(host: host, port: port, longestSilence: max(.seconds(10), plan.interval * 10))
            try await lines.forEachLine { line in
                try await take(thing.id, SourceReading(time: .now, value: line))
            }
        }
    }

    private func sample(_ file: FileSource, every interval: Duration, for id: ThingID) async throws {
        let clock = ContinuousClock()
        var next = clock.now
        while true {
            try await take(id, SourceReading(time: .now, value: file.contents()))
            // From due time to due time, so that slow readings do not add up; what was missed is not made up for.
            next = max(next + interval, clock.now)
            try await clock.sleep(until: next)
        }
    }
}
