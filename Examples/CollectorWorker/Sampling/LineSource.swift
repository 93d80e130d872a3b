import NIOCore
import NIOPosix

/// A TCP server that sends lines, each of which is a sample.
struct LineSource: Sendable {
    /// The longest line that is taken, in bytes.
    static let limit = 64 * 1024

    let host: String
    let port: Int
    /// How long no byte may come before the connection is given up as dead.
    let longestSilence: Duration

    /// Connects once and hands on each line until the task is cancelled.
    ///
    /// - Throws: ``SamplingError`` where no connection is had, it ends, falls silent, or sends a line longer than ``limit``.
    func forEachLine(_ take: (String) async throws -> Void) async throws {
        let channel = try await connected()
        try await channel.executeThenClose { lines in
            for try await line in lines { try await take(line) }
        }
        try Task.checkCancellation()
        throw SamplingError("\(host):\(port) closed the connection")
    }

    private func connected() async throws -> NIOAsyncChannel<String, Never> {
        do {
            return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(.seconds(3))
                .connect(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers([
                            IdleStateHandler(readTimeout: TimeAmount(longestSilence)),
                            SilenceHandler(peer: "\(host):\(port)", longestSilence: longestSilence),
                            ByteToMessageHandler(LineDecoder(limit: Self.limit)),
                        ])
                        return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw SamplingError("\(host):\(port) cannot be connected to: \(error)")
        }
    }
}
