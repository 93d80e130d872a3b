/// How long a created node lives.
public struct CreateMode: Hashable, Sendable {
    package enum Kind: Hashable {
        case persistent
        case ephemeral
    }

    package let kind: Kind

    /// The node stays until it is deleted.
    public static let persistent = CreateMode(kind: .persistent)
    /// The node is deleted by the servers when the session that created it ends.
    public static let ephemeral = CreateMode(kind: .ephemeral)
}
