import Testing

@testable import HoldfastEnsemble

@Suite struct PortBlockTests {
    @Test func blocksHeldAtTheSameTimeShareNoPort() async throws {
        var blocks: [PortBlock] = []
        for _ in 1...8 { blocks.append(try await PortBlock.reserve(forServers: 5)) }
        let ports = blocks.flatMap { block in
            (1...5).map(block.ports(ofServer:)).flatMap { [$0.client, $0.quorum, $0.election, $0.proxy] }
        }
        let links = blocks.flatMap { block in
            (1...5).flatMap { from in
                (1...5).filter { $0 != from }.map { block.ports(ofLinkFrom: from, to: $0) }
            }
        }
        let all: [Int] = ports + links.flatMap { [$0.quorum, $0.election] }
        let wanted = 8 * (5 * 4 + 20 * 2)
        #expect(Set(all).count == wanted)
        // Below the ports that the kernel gives to outgoing connections.
        let allowed = 10_240..<32_768
        #expect(all.allSatisfy { allowed.contains($0) })
        for block in blocks { await block.release() }
    }
}
