import NIOCore

/// What a server says first on a connection to another's election port, with its own address taken out.
///
/// A server that is called by one of a smaller id hangs up and calls back at the address that the caller gave in its greeting,
/// past any proxy. Where the greeting gives the wildcard address instead, it calls back where its own configuration says.
/// The greeting: protocol version (8 bytes, negative), id (8), length (4), address (`HOST:PORT`).
final class ElectionGreeting {
    /// The servers themselves take no longer one.
    private static let greatestAddress = 1024
    private static let substitute = "0.0.0.0:1"

    private var collected: ByteBuffer? = ByteBuffer()

    /// The bytes to pass on for those that came, nil while the greeting is not whole.
    func passing(_ bytes: ByteBuffer) -> ByteBuffer? {
        guard var collected else { return bytes }
        var bytes = bytes
        collected.writeBuffer(&bytes)
        self.collected = collected
        var rest = collected
        guard let (version, id, length) = rest.readMultipleIntegers(as: (Int64, Int64, Int32).self) else { return nil }
        guard version < 0, (0...Self.greatestAddress).contains(Int(length)) else {
            // Another greeting than we know: none of our business.
            self.collected = nil
            return collected
        }
        guard rest.readSlice(length: Int(length)) != nil else { return nil }
        self.collected = nil
        var told = ByteBuffer()
        told.writeMultipleIntegers(version, id, Int32(Self.substitute.utf8.count))
        told.writeString(Self.substitute)
        told.writeBuffer(&rest)
        return told
    }
}
