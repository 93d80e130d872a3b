import NIOCore

/// Cuts bytes into lines: each ends with a line feed, before which a carriage return is dropped.
struct LineDecoder: ByteToMessageDecoder {
    typealias InboundOut = String

    /// The longest line that is taken, in bytes.
    let limit: Int

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        let line = try nextLine(in: &buffer)
        guard let line else { return .needMoreData }
        context.fireChannelRead(wrapInboundOut(line))
        return .continue
    }

    /// What comes after the last line feed is no whole line, and is dropped with the connection.
    mutating func decodeLast(
        context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
    ) throws -> DecodingState {
        try decode(context: context, buffer: &buffer)
    }

    func nextLine(in buffer: inout ByteBuffer) throws -> String? {
        let view = buffer.readableBytesView
        guard let end = view.firstIndex(of: UInt8(ascii: "\n")) else {
            guard view.count <= limit else { throw SamplingError("a line is longer than \(limit) bytes") }
            return nil
        }
        var line = view[..<end]
        guard line.count <= limit else { throw SamplingError("a line is longer than \(limit) bytes") }
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        buffer.moveReaderIndex(to: end + 1)
        return String(decoding: line, as: UTF8.self)
    }
}
