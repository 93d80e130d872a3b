import NIOCore
import NIOPosix

/// What is asked of a server over a connection of its own, which a handler holds.
enum Question {
    /// Connects to a port of this machine, and waits for what the handler makes of it.
    ///
    /// - Parameter handler: made on the connection's loop; it fulfils the promise, and gives up after the limit.
    static func ask<Answer: Sendable>(
        port: Int, limit: Duration,
        by handler: @escaping @Sendable (EventLoopPromise<Answer>, TimeAmount) -> some ChannelHandler
    ) async throws -> Answer {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let answer = loop.makePromise(of: Answer.self)
        let limit = TimeAmount.nanoseconds(Int64(limit / .nanoseconds(1)))
        ClientBootstrap(group: loop)
            .connectTimeout(limit)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(handler(answer, limit))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .whenFailure { answer.fail($0) }
        return try await answer.futureResult.get()
    }
}
