/// What becomes of a running closure when the payload of its Thing changes.
public struct PayloadChange: Hashable, Sendable {
    enum Kind: Hashable {
        case restart
        case tell
    }

    let kind: Kind

    /// The closure is cancelled, and begins again with the new payload once it has returned.
    public static let restart = PayloadChange(kind: .restart)
    /// The closure runs on and learns of the change from ``Thing/updates``.
    public static let tell = PayloadChange(kind: .tell)
}
