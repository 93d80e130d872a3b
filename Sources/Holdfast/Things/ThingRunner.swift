internal import HoldfastCore
internal import HoldfastZooKeeper

/// Runs the closure of one Thing, life after life, until the Thing is stopped or the surrounding task is cancelled.
///
/// Lives of one Thing never overlap: the next begins after the one before has returned.
struct ThingRunner<C: Clock>: Sendable where C.Duration == Duration {
    let control: ThingControl
    let clock: C
    let backoff: Backoff
    let body: @Sendable (Thing) async throws -> Void
    let report: @Sendable (ThingReport) -> Void

    func run() async {
        let id = control.latest.value.id
        var backoff = backoff
        var cause = ThingReport.Cause.assigned
        while !Task.isCancelled, let life = control.beginLife() {
            report(.began(id, fence: control.latest.value.fence, cause))
            let begun = clock.now
            let payload = control.latest.value.payload
            switch await live(life) {
            case .stop, nil:
                break
            case .restart:
                backoff.reset()
                cause = .updated
            case .ended(let reason):
                let delay = backoff.failed(after: begun.duration(to: clock.now))
                report(.failed(id, reason: reason, retryIn: delay))
                await pause(for: delay, unlessChanged: payload)
                cause = .retried
            }
        }
        report(.ended(id))
    }

    /// One life: nil when the surrounding task was cancelled.
    private func live(_ life: OneShot<ThingControl.Interruption>) async -> ThingControl.Interruption? {
        let thing = Thing(control.latest)
        return await withDiscardingTaskGroup { group in
            group.addTask {
                do {
                    try await body(thing)
                    life.set(.ended(reason: "its closure returned; it is to run until it is cancelled"))
                } catch {
                    life.set(.ended(reason: String(describing: error)))
                }
            }
            let interruption = await life.value()
            group.cancelAll()
            return interruption
        }
    }

    /// Waits between two lives, no longer than until the Thing is stopped or its payload changes.
    private func pause(for delay: Duration, unlessChanged payload: [UInt8]) async {
        // In this order: a change before the pause is seen here, and one after it wakes us.
        guard let pause = control.beginPause(), control.latest.value.payload == payload else { return }
        await withDiscardingTaskGroup { group in
            group.addTask {
                try? await clock.sleep(for: delay)
                pause.set(.restart)
            }
            _ = await pause.value()
            group.cancelAll()
        }
    }
}
