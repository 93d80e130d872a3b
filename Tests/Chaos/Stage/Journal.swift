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

    /// What an approval would release, where the operator owes one: Things run on that were truly taken off before the worker could see
    /// the list whole again, and nobody but the operator can tell that they were not lost with the others.
    var owedApproval: String? {
        state.withLock { state in
            let trace = state.trace
            let left = state.view.running.subtracting(state.assigned)
            guard let lost = trace.faults.filter({ !$0.expects.mayShow.isEmpty }).map(\.record.ended).max() else {
                return nil
            }
            let seen =
                ClearTime(trace.faults, settings: trace.settings)
                .knowable(from: lost, for: trace.settings.detection) + trace.settings.failover
            let isOwed = trace.changes.contains { $0.kind == .removed && left.contains($0.thing) && $0.written <= seen }
            return isOwed ? state.view.approval : nil
        }
    }

    /// What befell the list is put right only now, by the operator's word.
    func wordGiven() {
        let now = now
        state.withLock { state in
            for index in state.trace.faults.indices where !state.trace.faults[index].expects.mayShow.isEmpty {
                state.trace.faults[index].record.ended = now
            }
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
