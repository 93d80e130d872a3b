internal import HoldfastCore
internal import HoldfastZooKeeper
internal import Synchronization

/// Runs the closure of one Thing once, until it is cancelled or ends by itself: one life, in the task that it is given.
///
/// A task hands out its memory by the KiB. What stands in it before the closure stands there for each Thing, so the function that
/// waits for the closure keeps next to nothing, and what is done before and after is done in functions of their own.
final class ThingLife<C: Clock>: Sendable where C.Duration == Duration {
    private let control: ThingControl
    private let clock: C
    private let body: @Sendable (Thing) async throws -> Void
    private let report: @Sendable (ThingReport) -> Void

    /// What is to be known of the beginning when the life ends.
    private struct Beginning {
        var at: C.Instant
        var payload: [UInt8]
    }

    private let beginning = Mutex<Beginning?>(nil)

    init(
        control: ThingControl, clock: C, body: @escaping @Sendable (Thing) async throws -> Void,
        report: @escaping @Sendable (ThingReport) -> Void
    ) {
        self.control = control
        self.clock = clock
        self.body = body
        self.report = report
    }

    func live() async {
        await withUnsafeCurrentTask { task in
            guard begin(in: task) else { return }
            do {
                try await body(Thing(control.latest))
                end(by: nil)
            } catch {
                end(by: error)
            }
        }
    }

    @inline(never)
    private func begin(in task: UnsafeCurrentTask?) -> Bool {
        let assignment = control.latest.value
        guard control.begin(in: task) else {
            report(.ended(assignment.id, .cancelled))
            return false
        }
        report(.began(assignment.id))
        beginning.withLock { $0 = Beginning(at: clock.now, payload: assignment.payload) }
        return true
    }

    @inline(never)
    private func end(by error: (any Error)?) {
        let ending = Task.isCancelled ? .cancelled : failure(error)
        control.isOver()
        report(.ended(control.latest.value.id, ending))
    }

    private func failure(_ error: (any Error)?) -> ThingReport.Ending {
        guard let beginning = beginning.withLock(\.self) else { preconditionFailure("a life ends that did not begin") }
        return .failed(
            reason: error.map { String(describing: $0) } ?? "its closure returned; it is to run until it is cancelled",
            lived: beginning.at.duration(to: clock.now), payload: beginning.payload)
    }
}
