internal import HoldfastCore
internal import HoldfastZooKeeper

/// Runs the closure of one Thing once, until it is cancelled or ends by itself: one life, in the task that it is given.
struct ThingLife<C: Clock>: Sendable where C.Duration == Duration {
    let control: ThingControl
    let clock: C
    let body: @Sendable (Thing) async throws -> Void
    let report: @Sendable (ThingReport) -> Void

    func live() async {
        let id = control.latest.value.id
        let ending = await control.live { () async -> ThingReport.Ending in
            report(.began(id))
            return await liveNow()
        }
        report(.ended(id, ending ?? .cancelled))
    }

    private func liveNow() async -> ThingReport.Ending {
        let begun = clock.now
        let payload = control.latest.value.payload
        let reason: String
        do {
            try await body(Thing(control.latest))
            reason = "its closure returned; it is to run until it is cancelled"
        } catch {
            reason = String(describing: error)
        }
        if Task.isCancelled { return .cancelled }
        return .failed(reason: reason, lived: begun.duration(to: clock.now), payload: payload)
    }
}
