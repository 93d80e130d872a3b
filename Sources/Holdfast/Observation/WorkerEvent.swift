public import HoldfastCore

/// What a worker did, or what it learned, in the order in which it happened.
public enum WorkerEvent: Sendable, Hashable {
    /// The closure of a Thing begins: its task is launched, or begins its closure again after a failure.
    case started(ThingID, fence: Fence)
    /// The payload of a running Thing changed: its closure was told, or is being restarted.
    case updated(ThingID)
    /// A Thing was stopped, and on what proof.
    case stopped(ThingID, proof: Proof)
    /// A Thing has ended that stays assigned, and why; it will be started again.
    case suspended(ThingID, Suspension)
    /// A Thing's own code failed; its closure begins again after the delay.
    case failed(ThingID, error: String, retryIn: Duration)
    /// What a Thing is told cannot be read or means nothing: it runs on with its last good payload, or waits for one.
    case unreadable(ThingID, error: String)
    /// The worker's posture changed.
    case posture(Posture)
    /// What was learned fell under these rows of the table of belief.
    case judged([Row])
}
