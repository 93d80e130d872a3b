import NIOCore
import NIOPosix
import Synchronization

/// A TCP proxy in front of one port of a server that can fail on request.
///
/// Clients connect to ``port``. The proxy holds at most some hundred KiB for each connection: a side that does not read
/// makes the other side wait. When the server ends a connection, or can not be reached, the client's end is closed, or reset
/// respectively.
public final class FaultProxy: Sendable {
    /// The port on 127.0.0.1 to which clients connect. It stays the same through all faults.
    public let port: Int

    private let loop: any EventLoop
    private let core: NIOLoopBoundBox<ProxyCore>
    private let accepted: AcceptedCount

    /// - Parameters:
    ///   - hidesAddress: Whether clients are other servers that call the election port, and whose address nobody must learn.
    ///   - patience: How long a server that refuses is tried again before the client is told.
    init(port: Int, serverPort: Int, hidesAddress: Bool = false, patience: TimeAmount = .zero) {
        self.port = port
        self.loop = MultiThreadedEventLoopGroup.singleton.next()
        self.accepted = AcceptedCount()
        let core = ProxyCore(
            port: port, serverPort: serverPort, hidesAddress: hidesAddress, patience: patience, loop: self.loop,
            accepted: self.accepted)
        self.core = NIOLoopBoundBox.makeBoxSendingValue(core, eventLoop: self.loop)
    }

    /// How many connections were accepted since the start.
    ///
    /// Connections refused by ``refuse()`` are not among them: the kernel turns those away before anybody sees them. To
    /// count the knocks on a closed door, use ``slam()``.
    public var connectionsAccepted: Int { self.accepted.value }

    /// Resets every present connection. New ones are treated as before.
    public func cut() async throws {
        try await self.run { core in core.resetAll() }
    }

    /// Refuses new connections, and resets every present one, until ``restore()``.
    public func refuse() async throws {
        try await self.run { core in core.refuse() }
    }

    /// Accepts each new connection, counts it, and resets it at once, and resets every present one, until ``restore()``.
    public func slam() async throws {
        try await self.run { core in core.slam() }
    }

    /// Forwards nothing, until ``restore()``: present connections stay open, new ones are accepted, and neither side hears
    /// from the other, nor of the other's end.
    ///
    /// - Parameter direction: Where only one is given, the other side is heard as ever. Further directions add to it.
    public func blackhole(_ direction: ProxyDirection = .both) async throws {
        try await self.run { core in core.silence(direction) }
    }

    /// Lets one end of every present connection vanish, without an end or a byte for the other one, as when a host has lost its
    /// power. New connections are treated as before.
    ///
    /// Without its server a client waits for answers that never come; without its client a server keeps the session, with its
    /// ephemeral nodes, until that times out. What is left of the connections is reset by ``restore()``.
    /// - Parameter vanished: The end that is reset.
    public func halfOpen(losing vanished: ProxyEnd) async throws {
        try await self.run { core in core.lose(vanished) }
    }

    /// Delivers every byte that much later, in each direction, until ``restore()``: an answer takes twice as long. A
    /// connection is accepted at once all the same.
    ///
    /// - Throws: ``EnsembleError`` with the code `impossible` for a delay below zero.
    public func delay(by delay: Duration) async throws {
        guard delay >= .zero else { throw EnsembleError(.impossible, "bytes can not be delayed by \(delay)") }
        let amount = TimeAmount.nanoseconds(Int64(delay / .nanoseconds(1)))
        try await self.pace { $0.delay = amount }
    }

    /// Lets no more bytes pass in a second, in each direction of each connection, until ``restore()``.
    ///
    /// - Throws: ``EnsembleError`` with the code `impossible` for less than one byte: that is ``blackhole(_:)``.
    public func limit(bytesPerSecond: Int) async throws {
        guard bytesPerSecond > 0 else {
            throw EnsembleError(.impossible, "at least 1 byte a second passes, not \(bytesPerSecond): see blackhole()")
        }
        try await self.pace { $0.bytesPerSecond = bytesPerSecond }
    }

    /// Ends all faults: new connections reach the server again, and bytes pass at once. Connections on which bytes were lost
    /// are reset.
    ///
    /// - Throws: The error of the bind, when a stranger took the port while connections were refused.
    public func restore() async throws {
        try await self.run { core in core.restore() }
    }

    /// Begins to listen.
    func open() async throws {
        do {
            try await self.restore()
        } catch {
            throw EnsembleError(.portTaken, "the proxy can not listen on 127.0.0.1:\(self.port): \(error)")
        }
    }

    /// Resets every connection and stops listening.
    func close() async {
        // Only a bind can fail, and this does not bind.
        try? await self.refuse()
    }

    private func pace(_ change: @escaping @Sendable (inout ProxyPace) -> Void) async throws {
        let loop = self.loop
        try await self.run { core in
            core.change(change)
            return loop.makeSucceededVoidFuture()
        }
    }

    private func run(_ change: @escaping @Sendable (ProxyCore) -> EventLoopFuture<Void>) async throws {
        let core = self.core
        try await self.loop.flatSubmit { change(core.value) }.get()
    }
}
