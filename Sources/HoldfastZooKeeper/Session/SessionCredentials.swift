/// What a client shows to a server to resume its session.
struct SessionCredentials: Hashable, Sendable {
    var id: Int64
    /// 16 bytes that the server made up. Never to be logged.
    var password: [UInt8]
}

extension SessionCredentials: CustomStringConvertible {
    var description: String { "session \(String(UInt64(bitPattern: id), radix: 16))" }
}
