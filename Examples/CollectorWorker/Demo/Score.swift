import Holdfast
import HoldfastCore

/// What an observer knows of a worker from the worker's events alone.
struct Score: Sendable {
    /// The Things that began and were not stopped since.
    var running: Set<ThingID> = []
    /// The stops of Things that nobody took off.
    var wronglyStopped = 0
    /// The Things that were taken off and then stopped.
    var rightlyStopped: Set<ThingID> = []
    /// What the worker last said of itself.
    var posture: Posture?

    /// Whether the worker says that it follows its list.
    var isFollowing: Bool { posture?.state == .following }

    /// The posture in plain words.
    var postureInWords: String {
        guard let posture else { return "the worker has said nothing yet" }
        guard posture.isHolding else { return "the worker follows its list" }
        let reasons = posture.reasons.map(\.rawValue).joined(separator: ", ")
        return "the worker holds what runs (\(reasons))"
    }

    /// Takes an event in.
    ///
    /// - Parameter taken: the Things that were truly taken off so far.
    mutating func note(_ event: WorkerEvent, taken: Set<ThingID>) {
        switch event {
        case .started(let id, _):
            running.insert(id)
        case .stopped(let id, _):
            running.remove(id)
            if taken.contains(id) {
                rightlyStopped.insert(id)
            } else {
                wronglyStopped += 1
            }
        case .posture(let posture):
            self.posture = posture
        case .suspended(let id, _):
            running.remove(id)
        case .updated, .failed, .unreadable, .judged:
            break
        }
    }
}
