/// The evidence that one Thing was taken off the list.
///
/// Only the core can make one, and a stop cannot be expressed without it.
public struct Proof: Hashable, Sendable {
    /// The Thing that was taken off.
    public let thing: ThingID
    /// The revision of the list (the parent's `pzxid`) at which the Thing was absent.
    public let revision: Int64

    init(thing: ThingID, revision: Int64) {
        self.thing = thing
        self.revision = revision
    }
}

extension Proof: CustomStringConvertible {
    public var description: String { "absent at revision \(revision)" }
}
