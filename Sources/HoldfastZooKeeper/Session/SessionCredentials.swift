/// What a client shows to a server to resume its session.
package struct SessionCredentials: Hashable, Sendable {
    package var id: Int64
    /// 16 bytes that the server made up. Never to be logged.
    package var password: [UInt8]

    package init(id: Int64, password: [UInt8]) {
        self.id = id
        self.password = password
    }
}

extension SessionCredentials: CustomStringConvertible {
    package var description: String { "session \(String(UInt64(bitPattern: id), radix: 16))" }
}
