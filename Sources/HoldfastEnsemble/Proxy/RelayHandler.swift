import NIOCore

/// Tells the link what happens at one of its ends.
final class RelayHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let link: ProxyLink
    private let end: ProxyEnd

    init(link: ProxyLink, end: ProxyEnd) {
        self.link = link
        self.end = end
    }

    func channelActive(context: ChannelHandlerContext) {
        if self.end == .client { self.link.opened() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.link.received(self.unwrapInboundIn(data), from: self.end)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        self.link.receivedAll(from: self.end)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.link.writabilityChanged(of: self.end)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // One end was reset: so is the other, unless it must not hear of it.
        if self.link.silenced.contains(self.end.outward) {
            context.close(promise: nil)
        } else {
            _ = self.link.reset()
        }
    }
}
