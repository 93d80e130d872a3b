import NIOCore

/// Writes a four letter word and collects the answer.
final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The longest answer that is still believed; `mntr` of a busy server takes some 5 KiB, `dump` rather more.
    private static let greatestLength = 4 << 20

    private let word: String
    private let answer: EventLoopPromise<String>
    private let limit: TimeAmount
    private var collected = ByteBuffer()
    private var timer: Scheduled<Void>?

    init(word: String, answer: EventLoopPromise<String>, limit: TimeAmount) {
        self.word = word
        self.answer = answer
        self.limit = limit
    }

    func channelActive(context: ChannelHandlerContext) {
        let answer = self.answer
        let late = EnsembleError(
            .noAnswer, "no whole answer to \(self.word) within \(self.limit.nanoseconds / 1_000_000) ms")
        let channel = context.channel
        self.timer = context.eventLoop.scheduleTask(in: self.limit) {
            answer.fail(late)
            channel.close(promise: nil)
        }
        context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(string: self.word)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = self.unwrapInboundIn(data)
        self.collected.writeBuffer(&part)
        if self.collected.readableBytes > Self.greatestLength { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.timer?.cancel()
        if self.collected.readableBytes == 0 {
            self.answer.fail(ChannelError.eof)
        } else {
            self.answer.succeed(String(buffer: self.collected))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.answer.fail(error)
        context.close(promise: nil)
    }
}
