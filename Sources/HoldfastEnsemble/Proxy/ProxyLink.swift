import NIOCore

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A client's connection and the connection to the server that it is joined to. Used on one event loop only.
final class ProxyLink {
    /// The directions in which nothing passes, not even the news that an end has closed.
    private(set) var silenced: ProxyDirection = []

    private let client: any Channel
    private var server: (any Channel)?
    private var isEnding = false
    private var lostEnd: ProxyEnd?
    /// What the client said before there was a server to hear it.
    private var early: [ByteBuffer] = []
    private var pace: ProxyPace
    private let greeting: ElectionGreeting?
    private let onOpened: (ProxyLink) -> Void
    private let onEnded: (ProxyLink) -> Void
    private lazy var toServer = self.line(from: .client)
    private lazy var toClient = self.line(from: .server)

    /// - Parameters:
    ///   - greeting: Reads what the client says first, where it has to say something else.
    ///   - onOpened: Called once, when the client's connection is established.
    ///   - onEnded: Called once, when both ends are closed.
    init(
        client: any Channel,
        pace: ProxyPace,
        greeting: ElectionGreeting?,
        onOpened: @escaping (ProxyLink) -> Void,
        onEnded: @escaping (ProxyLink) -> Void
    ) {
        self.client = client
        self.pace = pace
        self.greeting = greeting
        self.onOpened = onOpened
        self.onEnded = onEnded
        self.watchEnd(of: client, end: .client)
    }

    /// The connection to the server is there: from now on bytes pass. A client that has ended already is still heard to its
    /// end: some say a word and hang up.
    func join(_ server: any Channel) {
        guard !self.isEnding, self.lostEnd == nil, self.client.isActive || !self.early.isEmpty else {
            _ = Self.reset(server)
            return
        }
        self.server = server
        self.watchEnd(of: server, end: .server)
        let early = self.early
        self.early = []
        for bytes in early { self.received(bytes, from: .client) }
        self.receivedAll(from: .client)
        self.adjustReading(of: .client)
        self.adjustReading(of: .server)
        if !self.client.isActive { self.closed(.client) }
    }

    /// The server could not be reached, which the client hears unless nothing passes to it.
    func failedToJoin() {
        if !self.silenced.contains(.toClient) { _ = self.reset() }
    }

    /// Lets nothing pass from now on in these directions; what was on its way is lost.
    func silence(_ direction: ProxyDirection) {
        self.silenced.formUnion(direction)
        for end in [ProxyEnd.client, .server] where direction.contains(end.outward) {
            self.line(of: end).clear()
            self.adjustReading(of: end)
        }
    }

    /// Resets one end without the other hearing of it.
    func lose(_ end: ProxyEnd) -> EventLoopFuture<Void> {
        self.silence(.both)
        self.lostEnd = end
        guard let channel = self.channel(end) else { return self.client.eventLoop.makeSucceededVoidFuture() }
        return Self.reset(channel)
    }

    /// From now on bytes take so long.
    func change(to pace: ProxyPace) {
        self.pace = pace
        guard pace == .atOnce else { return }
        self.toServer.hurry()
        self.toClient.hurry()
    }

    /// Resets both ends. The future succeeds when they are closed.
    func reset() -> EventLoopFuture<Void> {
        self.isEnding = true
        self.toServer.clear()
        self.toClient.clear()
        let channels = [self.client, self.server].compactMap { $0 }
        return .andAllComplete(channels.map(Self.reset), on: self.client.eventLoop)
    }

    /// Closes with a reset (RST), as a network does that forgot the connection, instead of an orderly end (FIN).
    private static func reset(_ channel: any Channel) -> EventLoopFuture<Void> {
        guard let socket = channel as? any SocketOptionProvider else { return channel.close() }
        return socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            .recover { _ in }
            .flatMap { channel.close() }
    }
}

/// What the handlers of the two ends report.
extension ProxyLink {
    func opened() {
        self.onOpened(self)
    }

    func received(_ bytes: ByteBuffer, from end: ProxyEnd) {
        // A closing peer makes the channel read what is left, also while reading is off: it is lost, as in a real hole.
        guard !self.silenced.contains(end.outward), !self.isEnding else { return }
        if end == .client, self.server == nil {
            self.early.append(bytes)
            return
        }
        var bytes = bytes
        if end == .client, let greeting {
            guard let told = greeting.passing(bytes) else { return }
            bytes = told
        }
        let line = self.line(of: end)
        if self.pace == .atOnce, line.isEmpty {
            self.other(end)?.write(bytes, promise: nil)
        } else {
            line.take(bytes, self.pace)
            if line.isFull { self.adjustReading(of: end) }
        }
    }

    func receivedAll(from end: ProxyEnd) {
        self.other(end)?.flush()
    }

    /// Back pressure: one end is read only while the other takes what is written to it.
    func writabilityChanged(of end: ProxyEnd) {
        self.adjustReading(of: end == .client ? .server : .client)
    }

    private func closed(_ end: ProxyEnd) {
        if !self.client.isActive && self.server?.isActive != true {
            self.toServer.clear()
            self.toClient.clear()
            self.onEnded(self)
            return
        }
        guard !self.silenced.contains(end.outward), !self.isEnding else { return }
        self.isEnding = true
        if self.line(of: end).isEmpty { self.endOther(than: end) }
    }

    /// Tells one end that the other has ended. What was received before that still goes out first.
    private func endOther(than end: ProxyEnd) {
        guard let other = self.other(end) else { return }
        other.writeAndFlush(ByteBuffer()).whenComplete { _ in other.close(promise: nil) }
    }
}

extension ProxyLink {
    private func channel(_ end: ProxyEnd) -> (any Channel)? {
        switch end {
        case .client: self.client
        case .server: self.server
        }
    }

    private func other(_ end: ProxyEnd) -> (any Channel)? {
        switch end {
        case .client: self.server
        case .server: self.client
        }
    }

    private func line(of end: ProxyEnd) -> PacedLine {
        switch end {
        case .client: self.toServer
        case .server: self.toClient
        }
    }

    /// The link owns the line, and the line must not own the link.
    private func line(from end: ProxyEnd) -> PacedLine {
        PacedLine(
            loop: self.client.eventLoop,
            onDue: { [weak self] bytes in self?.other(end)?.writeAndFlush(bytes, promise: nil) },
            onDrained: { [weak self] in
                guard let self else { return }
                if self.isEnding, self.channel(end)?.isActive != true, self.line(of: end).isEmpty {
                    self.endOther(than: end)
                } else {
                    self.adjustReading(of: end)
                }
            }
        )
    }

    private func adjustReading(of end: ProxyEnd) {
        let reads =
            !self.silenced.contains(end.outward) && !self.line(of: end).isFull && self.other(end)?.isWritable == true
        // It fails only on a closed channel, which reads no more anyway.
        try? self.channel(end)?.syncOptions?.setOption(.autoRead, value: reads)
    }

    private func watchEnd(of channel: any Channel, end: ProxyEnd) {
        let link = NIOLoopBound(self, eventLoop: channel.eventLoop)
        channel.closeFuture.whenComplete { _ in link.value.closed(end) }
    }
}
