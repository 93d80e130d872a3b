import Holdfast
import HoldfastCore
import ServiceLifecycle

/// The worker and its face: runs the worker and tells everything that it does on standard output, while it runs.
struct Face: Service {
    let worker: HoldfastWorker
    let writer: LineWriter

    func run() async throws {
        let events = worker.events()
        await writer.write(FaceLine.ready.text(at: .now))
        async let telling: Void = {
            var told: Posture?
            for await event in events {
                if case .posture(let posture) = event {
                    // A posture carries more than its line tells: what would read the same is no change to the reader.
                    guard !posture.readsLike(told) else { continue }
                    told = posture
                }
                await writer.write(FaceLine.event(event).text(at: .now))
            }
        }()
        try await worker.run()
        // The events end with the worker; what happened last is told too.
        await telling
    }
}

extension Posture {
    fileprivate func readsLike(_ other: Posture?) -> Bool {
        state == other?.state && (pendingRemovals == other?.pendingRemovals || !isHolding)
    }
}
