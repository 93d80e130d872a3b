/// The number that grows each time a Thing is assigned anew, within one history of the ensemble: the `czxid` of its znode.
///
/// A sink that is written to by whoever runs the Thing can keep the highest fence it has seen and refuse a lower one.
public struct Fence: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }
}

extension Fence: Comparable {
    public static func < (left: Fence, right: Fence) -> Bool { left.rawValue < right.rawValue }
}

extension Fence: CustomStringConvertible {
    public var description: String { String(rawValue) }
}
