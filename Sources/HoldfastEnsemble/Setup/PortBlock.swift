import NIOCore
import NIOPosix

/// Ports on 127.0.0.1 that are ours for as long as the block is held.
///
/// A server that is killed and started again needs its port back, so a port must stay free while nobody listens on it.
/// Two things would take it meanwhile, and both are kept out:
/// - outgoing connections of any program. Their ports come from the kernel's ephemeral range, which begins at 32768;
///   the blocks lie below it;
/// - another ensemble, of another test process. The first port of each block is a guard: whoever has it bound owns the
///   block. The kernel frees the guard when its owner ends, however it ends.
struct PortBlock: Sendable {
    /// A guard, four ports for each of five servers, and two for each of the twenty links between them.
    private static let size = 61
    private static let bases = stride(from: 10_240, to: 32_768 - size, by: size)

    private let base: Int
    private let guardian: any Channel

    /// Takes a block, at random so that concurrent processes seldom try the same one.
    ///
    /// - Throws: ``EnsembleError`` with the code `noFreePorts` when a hundred blocks in a row were not free.
    static func reserve(forServers count: Int) async throws -> PortBlock {
        for base in self.bases.shuffled().prefix(100) {
            guard let guardian = try? await self.bind(base, reuse: false) else { continue }
            let block = PortBlock(base: base, guardian: guardian)
            if await block.isFree(forServers: count) { return block }
            await block.release()
        }
        throw EnsembleError(.noFreePorts, "no free block of \(Self.size) ports between 10240 and 32768 on 127.0.0.1")
    }

    /// The ports of server `id`, counted from 1.
    func ports(ofServer id: Int) -> ServerPorts {
        let first = self.base + 1 + (id - 1) * 4
        return ServerPorts(client: first, quorum: first + 1, election: first + 2, proxy: first + 3)
    }

    /// The ports at which server `from` finds server `to` through proxies, ids counted from 1.
    func ports(ofLinkFrom from: Int, to: Int) -> LinkPorts {
        let first = self.base + 21 + ((from - 1) * 4 + (to < from ? to - 1 : to - 2)) * 2
        return LinkPorts(quorum: first, election: first + 1)
    }

    /// Gives the block back.
    func release() async {
        // Closing can only fail when it is closed already, and then there is nothing left to give back.
        try? await self.guardian.close()
    }

    private func isFree(forServers count: Int) async -> Bool {
        let links = (1...count).flatMap { from in
            (1...count).filter { $0 != from }.map { self.ports(ofLinkFrom: from, to: $0) }
        }
        let ports = Array((self.base + 1)...(self.base + count * 4)) + links.flatMap { [$0.quorum, $0.election] }
        for port in ports {
            guard let channel = try? await Self.bind(port, reuse: true) else { return false }
            try? await channel.close()
        }
        return true
    }

    private static func bind(_ port: Int, reuse: Bool) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: reuse ? 1 : 0)
            .bind(host: "127.0.0.1", port: port)
            .get()
    }
}
