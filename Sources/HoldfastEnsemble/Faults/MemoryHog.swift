import NIOCore
import NIOPosix

/// Connections that make a server set memory aside: each announces a request, for which the server makes room, and which
/// never comes.
///
/// A connection that the server closes is replaced, so that what was taken stays taken.
final class MemoryHog: Sendable {
    private let port: Int
    private let loop: any EventLoop
    private let state: NIOLoopBoundBox<State>

    private struct State {
        var isOver = false
        var channels: [ObjectIdentifier: any Channel] = [:]
    }

    init(port: Int) {
        self.port = port
        self.loop = MultiThreadedEventLoopGroup.singleton.next()
        self.state = .makeBoxSendingValue(State(), eventLoop: self.loop)
    }

    /// Announces so many requests of so many bytes each.
    func take(_ requests: Int, of bytes: Int32) async throws {
        try await self.loop.submit { for _ in 0..<requests { self.connect(bytes) } }.get()
    }

    /// Closes every connection: the server may use its memory again, if it still can.
    func release() async throws {
        try await self.loop.flatSubmit {
            self.state.value.isOver = true
            return EventLoopFuture.andAllComplete(self.state.value.channels.values.map { $0.close() }, on: self.loop)
        }.get()
    }

    private func connect(_ bytes: Int32) {
        guard !self.state.value.isOver else { return }
        ClientBootstrap(group: self.loop)
            .connectTimeout(.seconds(2))
            .connect(host: "127.0.0.1", port: self.port)
            .whenComplete { result in
                // A server that refuses is gone, or was, and has nothing of ours.
                guard case .success(let channel) = result else { return }
                guard !self.state.value.isOver else { return channel.close(promise: nil) }
                self.state.value.channels[ObjectIdentifier(channel)] = channel
                channel.writeAndFlush(WireMessage.announcement(of: bytes), promise: nil)
                channel.closeFuture.whenComplete { _ in
                    self.state.value.channels[ObjectIdentifier(channel)] = nil
                    // Not at once: a server that ends closes all, and then refuses.
                    self.loop.scheduleTask(in: .milliseconds(100)) { self.connect(bytes) }
                }
            }
    }
}
