internal import HoldfastCore

/// What the task of a Thing says of it.
enum ThingReport: Sendable {
    /// Why a closure begins.
    enum Cause: Hashable, Sendable {
        case assigned
        case retried
        case updated
    }

    /// The closure begins.
    case began(ThingID, fence: Fence, Cause)
    /// The closure ended by itself; it begins again after the delay.
    case failed(ThingID, reason: String, retryIn: Duration)
    /// The task of the Thing is over.
    case ended(ThingID)
}
