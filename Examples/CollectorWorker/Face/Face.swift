import Holdfast
import ServiceLifecycle

/// The worker and its face: runs the worker and tells everything that it does on standard output, while it runs.
struct Face: Service {
    let worker: HoldfastWorker
    let writer: LineWriter

    func run() async throws {
        let events = worker.events()
        await writer.write(FaceLine.ready.text(at: .now))
        async let telling: Void = writer.write(
            events.filter(FaceLine.tells).map { FaceLine.event($0).text(at: .now) })
        try await worker.run()
        // The events end with the worker; what happened last is told too.
        await telling
    }
}
