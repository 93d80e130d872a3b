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
    /// In the order of the bytes, eight at a time: a list of many names is put in order by it.
    public static func < (left: ThingID, right: ThingID) -> Bool {
        left.bytes.withUnsafeBytes { left in
            right.bytes.withUnsafeBytes { right in
                let shorter = Swift.min(left.count, right.count)
                var index = 0
                while index + 8 <= shorter {
                    let one = UInt64(bigEndian: left.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                    let other = UInt64(bigEndian: right.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                    if one != other { return one < other }
                    index += 8
                }
                while index < shorter {
                    if left[index] != right[index] { return left[index] < right[index] }
                    index += 1
                }
                return left.count < right.count
            }
        }
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
