import NIOCore
import NIOPosix
import Synchronization

/// A TCP proxy in front of one server's client port that can fail on request.
///
/// Clients connect to ``port``. The proxy holds at most a few read buffers for each connection: a side that does not read
/// makes the other side wait. When the server ends a connection, or can not be reached, the client's end is closed, or reset
/// respectively.
public final class FaultProxy: Sendable {
    /// The port on 127.0.0.1 to which clients connect. It stays the same through all faults.
    public let port: Int

    private let loop: any EventLoop
    private let core: NIOLoopBoundBox<ProxyCore>
    private let accepted: AcceptedCount

    init(port: Int, serverPort: Int) {
        self.port = port
        self.loop = MultiThreadedEventLoopGroup.singleton.next()
        self.accepted = AcceptedCount()
        let core = ProxyCore(port: port, serverPort: serverPort, loop: self.loop, accepted: self.accepted)
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
        try await self.run { core in core.change(to: .refusing) }
    }

    /// Accepts each new connection, counts it, and resets it at once, and resets every present one, until ``restore()``.
    public func slam() async throws {
        try await self.run { core in core.change(to: .slamming) }
    }

    /// Forwards nothing in either direction until ``restore()``: present connections stay open, new ones are accepted, and
    /// neither side hears from the other, nor of the other's end.
    public func blackhole() async throws {
        try await self.run { core in core.change(to: .blackholed) }
    }

    /// Ends the present fault: new connections reach the server again. Connections that were black-holed are reset, since
    /// bytes were lost on them.
    ///
    /// - Throws: The error of the bind, when a stranger took the port while connections were refused.
    public func restore() async throws {
        try await self.run { core in core.change(to: .forwarding) }
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

    private func run(_ change: @escaping @Sendable (ProxyCore) -> EventLoopFuture<Void>) async throws {
        let core = self.core
        try await self.loop.flatSubmit { change(core.value) }.get()
    }
}
