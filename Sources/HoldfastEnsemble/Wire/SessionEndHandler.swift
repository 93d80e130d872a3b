import NIOCore

/// Resumes a session, then closes it, and sees to it that the server agreed to both.
final class SessionEndHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What came of it.
    enum Outcome {
        /// The server has answered the request to close.
        case closed
        /// The server hung up after the request to close: as a rule since it closed the session.
        case hungUp
        /// The server knows no such session.
        case unknown
    }

    private let session: Int64
    private let done: EventLoopPromise<Outcome>
    private let limit: TimeAmount
    private var collected = ByteBuffer()
    private var isResumed = false
    private var timer: Scheduled<Void>?

    init(session: Int64, done: EventLoopPromise<Outcome>, limit: TimeAmount) {
        self.session = session
        self.done = done
        self.limit = limit
    }

    func channelActive(context: ChannelHandlerContext) {
        let (done, channel) = (self.done, context.channel)
        let late = self.error("was not ended within \(self.limit.nanoseconds / 1_000_000) ms")
        self.timer = context.eventLoop.scheduleTask(in: self.limit) {
            done.fail(late)
            channel.close(promise: nil)
        }
        let password = SessionPassword.of(session: self.session)
        let request = WireMessage.connect(session: self.session, password: password, timeout: .seconds(4))
        context.writeAndFlush(self.wrapOutboundOut(request), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = self.unwrapInboundIn(data)
        self.collected.writeBuffer(&part)
        while let message = self.collected.readLengthPrefixedSlice(as: Int32.self) {
            self.received(message, context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.timer?.cancel()
        // A promise takes but the first word.
        if self.isResumed {
            self.done.succeed(.hungUp)
        } else {
            self.done.fail(self.error("was not ended: the server hung up"))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.done.fail(error)
        context.close(promise: nil)
    }

    private func received(_ message: ByteBuffer, _ context: ChannelHandlerContext) {
        guard !self.isResumed else {
            self.done.succeed(.closed)
            context.close(promise: nil)
            return
        }
        // Protocol version, timeout, id. A session that is gone, or another's, is answered with a timeout and an id of 0.
        var message = message
        let answer = message.readMultipleIntegers(as: (Int32, Int32, Int64).self)
        guard let answer, answer.1 > 0, answer.2 == self.session else {
            self.done.succeed(.unknown)
            context.close(promise: nil)
            return
        }
        self.isResumed = true
        context.writeAndFlush(self.wrapOutboundOut(WireMessage.closeSession()), promise: nil)
    }

    private func error(_ what: String) -> EnsembleError {
        EnsembleError(.noAnswer, "session 0x\(String(self.session, radix: 16)) \(what)")
    }
}
