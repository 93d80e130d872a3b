import NIOCore

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A client's connection and the connection to the server that it is joined to. Used on one event loop only.
final class ProxyLink {
    /// One of the two ends.
    enum Side {
        case client
        case server
    }

    /// Whether nothing passes, not even the news that an end has closed.
    private(set) var isFrozen = false

    private let client: any Channel
    private var server: (any Channel)?
    private var isEnding = false
    private let onOpened: (ProxyLink) -> Void
    private let onEnded: (ProxyLink) -> Void

    /// - Parameters:
    ///   - onOpened: Called once, when the client's connection is established.
    ///   - onEnded: Called once, when both ends are closed.
    init(
        client: any Channel,
        onOpened: @escaping (ProxyLink) -> Void,
        onEnded: @escaping (ProxyLink) -> Void
    ) {
        self.client = client
        self.onOpened = onOpened
        self.onEnded = onEnded
        self.watchEnd(of: client, side: .client)
    }

    /// The connection to the server is there: from now on bytes pass.
    func join(_ server: any Channel) {
        guard self.client.isActive, !self.isEnding else {
            _ = Self.reset(server)
            return
        }
        self.server = server
        self.watchEnd(of: server, side: .server)
        if self.isFrozen { return }
        self.setReading(self.client, true)
        self.setReading(server, true)
    }

    /// Lets nothing pass from now on.
    func freeze() {
        self.isFrozen = true
        self.setReading(self.client, false)
        self.setReading(self.server, false)
    }

    /// Resets both ends. The future succeeds when they are closed.
    func reset() -> EventLoopFuture<Void> {
        self.isEnding = true
        let channels = [self.client, self.server].compactMap { $0 }
        return .andAllComplete(channels.map(Self.reset), on: self.client.eventLoop)
    }

    private func channel(_ side: Side) -> (any Channel)? {
        switch side {
        case .client: self.client
        case .server: self.server
        }
    }

    private func other(_ side: Side) -> (any Channel)? {
        switch side {
        case .client: self.server
        case .server: self.client
        }
    }

    private func setReading(_ channel: (any Channel)?, _ reading: Bool) {
        // It fails only on a closed channel, which reads no more anyway.
        try? channel?.syncOptions?.setOption(.autoRead, value: reading)
    }

    private func watchEnd(of channel: any Channel, side: Side) {
        let link = NIOLoopBound(self, eventLoop: channel.eventLoop)
        channel.closeFuture.whenComplete { _ in link.value.closed(side) }
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

    func received(_ bytes: ByteBuffer, from side: Side) {
        // A closing peer makes the channel read what is left, also while reading is off: it is lost, as in a real hole.
        guard !self.isFrozen, !self.isEnding else { return }
        self.other(side)?.write(bytes, promise: nil)
    }

    func receivedAll(from side: Side) {
        self.other(side)?.flush()
    }

    /// Back pressure: one side is read only while the other takes what is written to it.
    func writabilityChanged(of side: Side) {
        guard !self.isFrozen, let writable = self.channel(side)?.isWritable else { return }
        self.setReading(self.other(side), writable)
    }

    private func closed(_ side: Side) {
        if !self.client.isActive && self.server?.isActive != true {
            self.onEnded(self)
            return
        }
        guard !self.isFrozen, !self.isEnding, let other = self.other(side) else { return }
        self.isEnding = true
        // What was received before the end still goes out first.
        other.writeAndFlush(ByteBuffer()).whenComplete { _ in other.close(promise: nil) }
    }
}
