import NIOCore
import NIOPosix

/// The state of a ``FaultProxy``: its mode, its listener, and its links. Used on one event loop only.
final class ProxyCore {
    private let port: Int
    private let serverPort: Int
    private let loop: any EventLoop
    private let accepted: AcceptedCount

    private var mode = ProxyMode.refusing
    private var listener: (any Channel)?
    private var links: [ObjectIdentifier: ProxyLink] = [:]

    init(port: Int, serverPort: Int, loop: any EventLoop, accepted: AcceptedCount) {
        self.port = port
        self.serverPort = serverPort
        self.loop = loop
        self.accepted = accepted
    }

    /// Enters a mode. The future succeeds once new and present connections are treated as it says.
    func change(to mode: ProxyMode) -> EventLoopFuture<Void> {
        self.mode = mode
        switch mode {
        case .forwarding:
            let frozen = self.links.values.filter(\.isFrozen)
            return self.listen().and(self.reset(frozen)).map { _ in }
        case .refusing:
            return self.closeListener().and(self.resetAll()).map { _ in }
        case .slamming:
            return self.listen().and(self.resetAll()).map { _ in }
        case .blackholed:
            for link in self.links.values { link.freeze() }
            return self.listen()
        }
    }

    /// Resets every present connection.
    func resetAll() -> EventLoopFuture<Void> {
        self.reset(Array(self.links.values))
    }

    private func reset(_ links: [ProxyLink]) -> EventLoopFuture<Void> {
        .andAllComplete(links.map { $0.reset() }, on: self.loop)
    }

    private func listen() -> EventLoopFuture<Void> {
        guard self.listener == nil else { return self.loop.makeSucceededVoidFuture() }
        // Everything, accepted connections too, runs on our one loop, which is what makes these boxes right.
        let core = NIOLoopBound(self, eventLoop: self.loop)
        return ServerBootstrap(group: self.loop)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try core.value.accept(channel) }
            }
            .bind(host: "127.0.0.1", port: self.port)
            .map { listener in core.value.listener = listener }
    }

    private func closeListener() -> EventLoopFuture<Void> {
        guard let listener = self.listener else { return self.loop.makeSucceededVoidFuture() }
        self.listener = nil
        return listener.close()
    }

    private func accept(_ channel: any Channel) throws {
        self.accepted.increment()
        let link = ProxyLink(
            client: channel,
            onOpened: { self.opened($0) },
            onEnded: { self.links[ObjectIdentifier($0)] = nil }
        )
        self.links[ObjectIdentifier(link)] = link
        try channel.pipeline.syncOperations.addHandler(RelayHandler(link: link, side: .client))
    }

    /// A client's connection is established.
    private func opened(_ link: ProxyLink) {
        switch self.mode {
        case .forwarding:
            self.connect(link)
        case .refusing, .slamming:
            _ = link.reset()
        case .blackholed:
            link.freeze()
        }
    }

    private func connect(_ link: ProxyLink) {
        let link = NIOLoopBound(link, eventLoop: self.loop)
        ClientBootstrap(group: self.loop)
            .channelOption(.autoRead, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = RelayHandler(link: link.value, side: .server)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: "127.0.0.1", port: self.serverPort)
            .whenComplete { result in
                switch result {
                case .success(let channel): link.value.join(channel)
                case .failure: _ = link.value.reset()
                }
            }
    }
}
