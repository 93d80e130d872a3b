/// A valid, absolute path of a znode.
///
/// A path is bytes, since names are: what a server lists can be sent back to it unchanged. It is checked once, where it
/// is made, by the rules of ZooKeeper's data model (Programmer's Guide, "The ZooKeeper Data Model").
public struct ZNodePath: Hashable, Sendable {
    /// The bytes of the path, as they go to the server.
    public let bytes: [UInt8]

    /// The root of the tree.
    public static let root = ZNodePath(unchecked: [slash])

    /// Where the servers keep their configuration.
    static let configuration = ZNodePath(unchecked: Array("/zookeeper/config".utf8))

    static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")

    /// A path from text.
    ///
    /// - Throws: ``ZooKeeperError/Code/badArguments`` that names the rule which the text breaks.
    public init(_ text: String) throws(ZooKeeperError) {
        try self.init(bytes: Array(text.utf8))
    }

    /// A path from bytes.
    ///
    /// - Throws: ``ZooKeeperError/Code/badArguments`` that names the rule which the bytes break.
    public init(bytes: [UInt8]) throws(ZooKeeperError) {
        if let fault = Self.fault(in: bytes) {
            let shown = String(decoding: bytes, as: UTF8.self)
            throw ZooKeeperError(
                .badArguments,
                "'\(shown)' is not a path of a znode: \(fault); right is, for example, /collectors/plant-7"
            )
        }
        self.bytes = bytes
    }

    package init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The path of the child of that name.
    ///
    /// - Throws: ``ZooKeeperError/Code/badArguments`` where the name cannot be one (empty, with a slash, `.`, `..`).
    public func appending(_ name: ZNodeName) throws(ZooKeeperError) -> ZNodePath {
        let part = name.bytes
        guard !part.isEmpty, !part.contains(Self.slash) else {
            throw ZooKeeperError(
                .badArguments, "'\(name)' is not a name of a znode: it must not be empty or hold a slash")
        }
        return try ZNodePath(bytes: self == .root ? bytes + part : bytes + [Self.slash] + part)
    }

    /// The node above; nil at the root.
    public var parent: ZNodePath? {
        guard self != .root, let last = bytes.lastIndex(of: Self.slash) else { return nil }
        return last == 0 ? .root : ZNodePath(unchecked: Array(bytes[..<last]))
    }

    /// The last part of the path; nil at the root.
    public var name: ZNodeName? {
        guard self != .root, let last = bytes.lastIndex(of: Self.slash) else { return nil }
        return ZNodeName(bytes: Array(bytes[(last + 1)...]))
    }

    private static func fault(in bytes: [UInt8]) -> String? {
        guard bytes.first == slash else { return "it must begin with a slash" }
        guard bytes.count > 1 else { return nil }
        guard bytes.last != slash else { return "it must not end with a slash" }
        // One pass that allocates nothing: paths are made for every request.
        var partStart = 1
        for index in 1...bytes.count {
            let byte = index < bytes.count ? bytes[index] : slash
            guard byte == slash else {
                if byte == 0 { return "it must not hold a NUL" }
                // The C library refuses control characters in a way that a transaction does not survive.
                if byte < 0x20 || byte == 0x7f { return "it must not hold control characters" }
                continue
            }
            let length = index - partStart
            if length == 0 { return "it must not hold an empty part (two slashes in a row)" }
            if length <= 2, bytes[partStart..<index].allSatisfy({ $0 == dot }) {
                return "'.' and '..' are not allowed in it"
            }
            partStart = index + 1
        }
        return nil
    }
}

extension ZNodePath: ExpressibleByStringLiteral {
    /// A path written in the code. An invalid literal is a mistake of the program and stops it.
    public init(stringLiteral text: String) {
        let bytes = Array(text.utf8)
        if let fault = Self.fault(in: bytes) { preconditionFailure("'\(text)' is not a path of a znode: \(fault)") }
        self.init(unchecked: bytes)
    }
}

extension ZNodePath: CustomStringConvertible {
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
