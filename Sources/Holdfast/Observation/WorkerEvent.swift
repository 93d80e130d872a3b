public import HoldfastCore

/// What a worker did, or what it learned, in the order in which it happened.
public enum WorkerEvent: Sendable, Hashable {
    /// The closure of a Thing begins: its task is launched, or begins its closure again after a failure.
    case started(ThingID, fence: Fence)
    /// The payload of a running Thing changed: its closure was told, or is being restarted.
    case updated(ThingID)
    /// A Thing was stopped, and on what proof.
    case stopped(ThingID, proof: Proof)
    /// A Thing's own code failed; its closure begins again after the delay.
    case failed(ThingID, error: String, retryIn: Duration)
    /// The worker's posture changed.
    case posture(Posture)
}
