import NIOCore

/// Fails a connection that has fallen silent: a peer that vanished without a word is found only so.
final class SilenceHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let peer: String
    private let longestSilence: Duration

    init(peer: String, longestSilence: Duration) {
        self.peer = peer
        self.longestSilence = longestSilence
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is IdleStateHandler.IdleStateEvent else { return context.fireUserInboundEventTriggered(event) }
        context.fireErrorCaught(SamplingError("\(peer) sent nothing for \(longestSilence.inSeconds)"))
        context.close(promise: nil)
    }
}
