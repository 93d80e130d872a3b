#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The name of a znode below its parent: bytes, usually UTF-8.
public struct ZNodeName: Sendable {
    /// The names of a list share one piece of memory: ten thousand of them would else be ten thousand pieces.
    private let storage: [UInt8]
    private let range: Range<Int>

    /// A name from bytes. It is checked when a path is made of it.
    public init(bytes: [UInt8]) {
        storage = bytes
        range = 0..<bytes.count
    }

    /// A name from text. It is checked when a path is made of it.
    public init(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    /// A name out of a list of them.
    init(_ range: Range<Int>, of storage: [UInt8]) {
        self.storage = storage
        self.range = range
    }

    /// The bytes as the server sent them.
    public var bytes: [UInt8] {
        range.count == storage.count ? storage : Array(storage[range])
    }
}

extension ZNodeName: Hashable {
    public static func == (left: ZNodeName, right: ZNodeName) -> Bool {
        guard left.range.count == right.range.count else { return false }
        return left.storage.withUnsafeBytes { one in
            right.storage.withUnsafeBytes { other in
                // One call for all the bytes: a list is compared name by name with what it was.
                let length = left.range.count
                guard length > 0, let one = one.baseAddress, let other = other.baseAddress else { return true }
                return memcmp(one + left.range.lowerBound, other + right.range.lowerBound, length) == 0
            }
        }
    }

    public func hash(into hasher: inout Hasher) {
        storage.withUnsafeBytes { hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0[range])) }
        hasher.combine(range.count)
    }
}

extension ZNodeName: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        self.init(text)
    }
}

extension ZNodeName: CustomStringConvertible {
    /// The name as text; bytes that are not UTF-8 show as the replacement character.
    public var description: String { String(decoding: storage[range], as: UTF8.self) }
}
