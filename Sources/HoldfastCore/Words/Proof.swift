/// The evidence that one Thing was taken off the list.
///
/// Only the core can make one, and a stop cannot be expressed without it.
public struct Proof: Hashable, Sendable {
    /// Why its absence is believed.
    public enum Ground: Hashable, Sendable {
        /// A declaration of that generation covers the list, and its word is believed.
        case declared(generation: Int64)
        /// The undeclared list held still, and no more went than the brake lets go.
        case heldStill
        /// An operator approved the reading.
        case approved(ApprovalToken)
        /// It was absent from every believable reading for as long as `brakeRelease` asks.
        case released
    }

    /// The Thing that was taken off.
    public let thing: ThingID
    /// The revision of the list (the parent's `pzxid`) at which the Thing was absent.
    public let revision: Int64
    /// Why its absence is believed.
    public let ground: Ground

    init(thing: ThingID, revision: Int64, ground: Ground) {
        self.thing = thing
        self.revision = revision
        self.ground = ground
    }
}

extension Proof: CustomStringConvertible {
    public var description: String {
        switch ground {
        case .heldStill: "absent at revision \(revision)"
        case .declared(let generation): "absent at revision \(revision), declared in generation \(generation)"
        case .approved: "absent at revision \(revision), approved"
        case .released: "absent at revision \(revision), released by the brake"
        }
    }
}
