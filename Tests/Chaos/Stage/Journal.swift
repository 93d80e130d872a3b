internal import Foundation
internal import Synchronization
internal import TestSupport

/// All that is known of an episode while it runs: the worker's lines, and what the operator did.
final class Journal: Sendable {
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    private struct State {
        var trace: EpisodeTrace
        var view = WorkerView()
        /// Those on the list, as the operator means it.
        var assigned: Set<String>
    }

    init(_ trace: EpisodeTrace) {
        state = Mutex(State(trace: trace, assigned: Set(trace.things)))
    }

    /// Seconds since the episode began.
    var now: Double { start.duration(to: .now) / .seconds(1) }

    var trace: EpisodeTrace { state.withLock(\.trace) }

    /// Looks at what the worker has said so far.
    func worker<Value: Sendable>(_ look: @Sendable (WorkerView) -> Value) -> Value {
        state.withLock { look($0.view) }
    }

    /// Whether the worker follows, and runs exactly what is assigned.
    var isSettled: Bool {
        state.withLock { state in
            state.view.isFollowing && state.view.running.count == state.assigned.count
                && state.view.running == state.assigned
        }
    }

    func heard(_ line: String) {
        note(.line(line))
        guard let event = EventLine(text: line) else { return }
        state.withLock { _ = $0.view.read(event) }
    }

    func processStarted() {
        note(.processStarted)
        state.withLock { $0.view.processStarted() }
    }

    /// - Parameter isWanted: whether the suite ended it in this way.
    func processEnded(_ ending: String, isWanted: Bool) {
        note(.processEnded(ending, isWanted: isWanted))
        state.withLock { $0.view.processEnded() }
    }

    private func note(_ what: EpisodeTrace.Entry.What) {
        let now = now
        state.withLock { $0.trace.entries.append(.init(at: now, what: what)) }
    }

    func add(_ fault: EpisodeTrace.Fault) {
        state.withLock { $0.trace.faults.append(fault) }
    }

    func add(_ changes: [TrueChange]) {
        state.withLock { state in
            state.trace.changes += changes
            for change in changes {
                switch change.kind {
                case .added: state.assigned.insert(change.thing)
                case .removed: state.assigned.remove(change.thing)
                case .updated: break
                }
            }
        }
    }

    func add(_ count: ServerCountRecord) {
        state.withLock { $0.trace.counts.append(count) }
    }

    /// A removal is about to be written: the worker may see it before the writer has its answer.
    func permit(removalOf things: [String]) {
        let now = now
        state.withLock { $0.trace.permits += things.map { .init(at: now, thing: $0) } }
    }

    func ended() {
        let now = now
        state.withLock { $0.trace.end = now }
    }
}
