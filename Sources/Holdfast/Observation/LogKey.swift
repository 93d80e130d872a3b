/// The keys under which log lines carry their data.
enum LogKey {
    static let list = "holdfast.list"
    static let thing = "holdfast.thing.id"
    static let reasons = "holdfast.posture.reasons"
    static let assigned = "holdfast.things.assigned"
    static let pendingRemovals = "holdfast.removals.pending"
    static let pendingStarts = "holdfast.starts.pending"
    static let approvalToken = "holdfast.approval.token"
    static let proofAge = "holdfast.proof.age"
    static let generation = "holdfast.state.generation"
    static let error = "error.message"
}
