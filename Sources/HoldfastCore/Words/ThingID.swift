/// The id of a Thing: the bytes of its znode's name, whatever they are.
public struct ThingID: Hashable, Sendable {
    /// The bytes of the name.
    public let bytes: [UInt8]

    /// An id from the bytes of a name.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// An id from text.
    public init(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }
}

extension ThingID {
    /// All bytes in one go: an array alone hashes one after the other, and every reading looks up every name.
    public func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension ThingID: Comparable {
    public static func < (left: ThingID, right: ThingID) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension ThingID: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        self.init(text)
    }
}

extension ThingID: CustomStringConvertible {
    /// The id as text; bytes that are not UTF-8 show as the replacement character.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
