import NIOCore
import NIOPosix

/// The state of a ``FaultProxy``: its mode, its listener, and its links. Used on one event loop only.
final class ProxyCore {
    private let port: Int
    private let serverPort: Int
    private let hidesAddress: Bool
    private let patience: TimeAmount
    private let loop: any EventLoop
    private let accepted: AcceptedCount

    private var mode = ProxyMode.refusing
    private var silenced: ProxyDirection = []
    private var pace = ProxyPace.atOnce
    private var listener: (any Channel)?
    private var links: [ObjectIdentifier: ProxyLink] = [:]

    init(
        port: Int, serverPort: Int, hidesAddress: Bool, patience: TimeAmount, loop: any EventLoop,
        accepted: AcceptedCount
    ) {
        self.port = port
        self.serverPort = serverPort
        self.hidesAddress = hidesAddress
        self.patience = patience
        self.loop = loop
        self.accepted = accepted
    }

    /// Ends every fault. The future succeeds once new and present connections are treated accordingly.
    func restore() -> EventLoopFuture<Void> {
        self.mode = .forwarding
        self.silenced = []
        self.change(to: .atOnce)
        let broken = self.links.values.filter { !$0.silenced.isEmpty }
        return self.listen().and(self.reset(broken)).map { _ in }
    }

    func refuse() -> EventLoopFuture<Void> {
        self.mode = .refusing
        return self.closeListener().and(self.resetAll()).map { _ in }
    }

    func slam() -> EventLoopFuture<Void> {
        self.mode = .slamming
        return self.listen().and(self.resetAll()).map { _ in }
    }

    func silence(_ direction: ProxyDirection) -> EventLoopFuture<Void> {
        self.mode = .forwarding
        self.silenced.formUnion(direction)
        for link in self.links.values { link.silence(direction) }
        return self.listen()
    }

    /// Resets one end of every present connection without the other hearing of it.
    func lose(_ end: ProxyEnd) -> EventLoopFuture<Void> {
        .andAllComplete(self.links.values.map { $0.lose(end) }, on: self.loop)
    }

    func change(_ change: (inout ProxyPace) -> Void) {
        var pace = self.pace
        change(&pace)
        self.change(to: pace)
    }

    /// Resets every present connection.
    func resetAll() -> EventLoopFuture<Void> {
        self.reset(Array(self.links.values))
    }

    private func change(to pace: ProxyPace) {
        self.pace = pace
        for link in self.links.values { link.change(to: pace) }
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
            pace: self.pace,
            greeting: self.hidesAddress ? ElectionGreeting() : nil,
            onOpened: { self.opened($0) },
            onEnded: { self.links[ObjectIdentifier($0)] = nil }
        )
        self.links[ObjectIdentifier(link)] = link
        try channel.pipeline.syncOperations.addHandler(RelayHandler(link: link, end: .client))
    }

    /// A client's connection is established.
    private func opened(_ link: ProxyLink) {
        switch self.mode {
        case .forwarding:
            link.silence(self.silenced)
            // Through a hole nobody reaches the server, and the client is told nothing.
            if self.silenced != .both { self.connect(link, until: .now() + self.patience) }
        case .refusing, .slamming:
            _ = link.reset()
        }
    }

    private func connect(_ link: ProxyLink, until deadline: NIODeadline) {
        let link = NIOLoopBound(link, eventLoop: self.loop)
        let core = NIOLoopBound(self, eventLoop: self.loop)
        ClientBootstrap(group: self.loop)
            .channelOption(.autoRead, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = RelayHandler(link: link.value, end: .server)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: "127.0.0.1", port: self.serverPort)
            .whenComplete { result in
                switch result {
                case .success(let channel):
                    link.value.join(channel)
                case .failure where .now() < deadline:
                    core.value.loop.scheduleTask(in: .milliseconds(20)) {
                        core.value.connect(link.value, until: deadline)
                    }
                case .failure:
                    link.value.failedToJoin()
                }
            }
    }
}
