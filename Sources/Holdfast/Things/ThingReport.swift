internal import HoldfastCore

/// What the task of a Thing says of it.
enum ThingReport: Sendable {
    /// The closure begins.
    case began(ThingID)
    /// The life is over.
    case ended(ThingID, Ending)

    /// How a life of a Thing ended.
    enum Ending: Sendable {
        /// It was cancelled, or was to end before its closure began.
        case cancelled
        /// The closure ended by itself, after so long a life with that payload.
        case failed(reason: String, lived: Duration, payload: [UInt8])
    }
}
