/// The name of a znode below its parent: bytes, usually UTF-8.
public struct ZNodeName: Hashable, Sendable {
    /// The bytes as the server sent them.
    public let bytes: [UInt8]

    /// A name from bytes. It is checked when a path is made of it.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A name from text. It is checked when a path is made of it.
    public init(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }
}

extension ZNodeName: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        self.init(text)
    }
}

extension ZNodeName: CustomStringConvertible {
    /// The name as text; bytes that are not UTF-8 show as the replacement character.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
