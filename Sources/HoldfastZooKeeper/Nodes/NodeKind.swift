/// What kind of node a node is: the answer to what may delete it besides a client's word.
///
/// The servers keep it in one number of the stat (``NodeStat/ephemeralOwner``), which holds more than an owner. To clients
/// they show less: a server of this time says of a container, and of a node with a time to live, that nobody owns it, so
/// that its stat looks as that of a persistent node. Only a server that was restarted without `extendedTypesEnabled`, and
/// some of version 3.5, let the marks through. So `persistent` is no proof that a node stays.
public enum NodeKind: Hashable, Sendable {
    /// Only a delete ends it.
    case persistent
    /// It ends with the session of that id.
    case ephemeral(owner: Int64)
    /// It ends some time after its last child was deleted.
    case container
    /// It ends once it was not changed for that time and has no children.
    case timeToLive(Duration)

    private static let containerMark = Int64.min
    private static let timeToLiveMark = Int64(bitPattern: 0xff00_0000_0000_0000)
    private static let markBits = Int64(bitPattern: 0xffff_ff00_0000_0000)
    private static let valueBits: Int64 = 0xff_ffff_ffff

    /// Reads the number as the servers write it.
    ///
    /// A highest byte of 255 marks the time to live. Sessions of a server whose id is 255 would look the same; servers
    /// that know the time to live refuse that id, others should not be given it.
    public init(ephemeralOwner: Int64) {
        switch ephemeralOwner {
        case 0: self = .persistent
        case Self.containerMark: self = .container
        case _ where ephemeralOwner & Self.markBits == Self.timeToLiveMark:
            self = .timeToLive(.milliseconds(ephemeralOwner & Self.valueBits))
        default: self = .ephemeral(owner: ephemeralOwner)
        }
    }

    /// The number as the servers write it.
    public var ephemeralOwner: Int64 {
        switch self {
        case .persistent: 0
        case .ephemeral(let owner): owner
        case .container: Self.containerMark
        case .timeToLive(let time): Self.timeToLiveMark | Int64(time / .milliseconds(1)) & Self.valueBits
        }
    }
}

extension NodeStat {
    /// What kind of node it is.
    public var kind: NodeKind { NodeKind(ephemeralOwner: ephemeralOwner) }
}
