import NIOCore

/// The few messages of ZooKeeper's protocol that the faults need, as bytes behind their length.
enum WireMessage {
    /// Opens a session, or resumes the one whose id and password are given.
    static func connect(session: Int64, password: [UInt8], timeout: Duration) -> ByteBuffer {
        var body = ByteBuffer()
        body.writeInteger(Int32(0))
        // The last transaction that was seen: none, so that no server takes us for one from the future.
        body.writeInteger(Int64(0))
        body.writeInteger(Int32(timeout / .milliseconds(1)))
        body.writeInteger(session)
        body.writeInteger(Int32(password.count))
        body.writeBytes(password)
        // Whether a server that may only be read from would do.
        body.writeInteger(UInt8(0))
        return self.framed(body)
    }

    /// Ends the session of the connection.
    static func closeSession() -> ByteBuffer {
        var body = ByteBuffer()
        body.writeMultipleIntegers(Int32(1), Int32(-11))
        return self.framed(body)
    }

    /// The announcement of a request of so many bytes, which then never come.
    static func announcement(of length: Int32) -> ByteBuffer {
        ByteBuffer(integer: length)
    }

    private static func framed(_ body: ByteBuffer) -> ByteBuffer {
        var message = ByteBuffer()
        message.writeInteger(Int32(body.readableBytes))
        message.writeImmutableBuffer(body)
        return message
    }
}
