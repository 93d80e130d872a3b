import NIOCore

/// Tells the link what happens at one of its ends.
final class RelayHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let link: ProxyLink
    private let side: ProxyLink.Side

    init(link: ProxyLink, side: ProxyLink.Side) {
        self.link = link
        self.side = side
    }

    func channelActive(context: ChannelHandlerContext) {
        if self.side == .client { self.link.opened() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.link.received(self.unwrapInboundIn(data), from: self.side)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        self.link.receivedAll(from: self.side)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.link.writabilityChanged(of: self.side)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // One end was reset: so is the other, unless it must not hear of it.
        if self.link.isFrozen {
            context.close(promise: nil)
        } else {
            _ = self.link.reset()
        }
    }
}
