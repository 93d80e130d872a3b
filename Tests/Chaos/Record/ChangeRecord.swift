/// A true change: what the operator really wanted, as opposed to what a fault did to the list.
struct ChangeRecord: Codable, Hashable, Sendable {
    enum Kind: String, Codable, Sendable {
        case added, removed, updated
    }

    var kind: Kind
    var thing: String
    /// When it stood on the servers.
    var written: Double
    /// From when on nothing hid it from the worker any more.
    var knowable: Double
    /// When it must have been carried out at the latest.
    var due: Double
    /// When the worker had carried it out; nil where it never did.
    var carriedOut: Double?

    /// How long it took from when the worker could know of it.
    var delay: Double? { carriedOut.map { max(0, $0 - knowable) } }
}
