import Holdfast
import HoldfastCore

/// One line of the worker's face: what other programs read on its standard output.
enum FaceLine: Hashable, Sendable {
    /// It runs; the list is not known yet.
    case ready
    /// Something happened to a Thing, or the posture changed.
    case event(WorkerEvent)
    /// It ends because it was told to; nothing was taken off the list.
    case exiting

    /// The line without its end: a JSON object with its keys in a fixed order.
    func text(at time: WallTime) -> String {
        var object = JSONObject()
        object.add("t", time.text)
        switch self {
        case .ready: object.add("event", string: "ready")
        case .event(let event): Self.describe(event, in: &object)
        case .exiting: object.add("event", string: "exiting")
        }
        return object.text
    }

    /// Whether a line is printed for an event: what each reading was judged by is for those who look into the worker itself.
    static func tells(_ event: WorkerEvent) -> Bool {
        if case .judged = event { false } else { true }
    }

    private static func describe(_ event: WorkerEvent, in object: inout JSONObject) {
        switch event {
        case .started(let thing, let fence):
            object.add("event", string: "started")
            object.add("thing", string: thing.description)
            object.add("fence", number: fence.rawValue)
        case .updated(let thing):
            object.add("event", string: "updated")
            object.add("thing", string: thing.description)
        case .stopped(let thing, let proof):
            object.add("event", string: "stopped")
            object.add("thing", string: thing.description)
            object.add("proof", string: proof.description)
        case .suspended(let thing, let suspension):
            object.add("event", string: "suspended")
            object.add("thing", string: thing.description)
            object.add("reason", string: suspension.description)
        case .unreadable(let thing, let error):
            object.add("event", string: "unreadable")
            object.add("thing", string: thing.description)
            object.add("error", string: error)
        case .judged(let rows):
            object.add("event", string: "judged")
            object.add("rows", strings: rows.map(\.rawValue))
        case .failed(let thing, let error, let retryIn):
            object.add("event", string: "failed")
            object.add("thing", string: thing.description)
            object.add("error", string: error)
            object.add("retryInMs", number: retryIn.wholeMilliseconds)
        case .posture(let posture):
            object.add("event", string: "posture")
            describe(posture, in: &object)
        }
    }

    private static func describe(_ posture: Posture, in object: inout JSONObject) {
        if posture.isHolding {
            object.add("state", string: "holding")
            object.add("reasons", strings: posture.reasons.map(\.rawValue))
            object.add("pending", number: Int64(posture.removals.count))
        } else {
            object.add("state", string: "following")
        }
        if !posture.suspended.isEmpty { object.add("suspended", number: Int64(posture.suspended.count)) }
        if let token = posture.approvalToken { object.add("approval", string: token.rawValue) }
    }
}
