import Foundation
import Testing

@testable import HoldfastEnsemble

/// The proxy between a client that writes and a server that does not read.
@Suite(.timeLimit(.minutes(1))) struct BackPressureTests {
    @Test func aServerThatDoesNotReadMakesTheClientWaitAndNothingIsLost() async throws {
        let block = try await PortBlock.reserve(forServers: 1)
        let ports = block.ports(ofServer: 1)
        let listener = try Listener(port: ports.client)
        let proxy = FaultProxy(port: ports.proxy, serverPort: ports.client)
        try await proxy.open()
        let client = try Connection(port: ports.proxy)
        let server = listener.accept()

        let limit = 256 << 20
        let sent = client.sendUntilStuck(limit: limit, patience: .milliseconds(300))
        #expect(sent > 0)
        // The kernel's own socket buffers take some megabytes on each of the two connections.
        #expect(sent < 64 << 20)
        var received = 0
        while received < sent, case .text(let part) = server.receive() { received += part.utf8.count }
        #expect(received == sent)

        await proxy.close()
        await block.release()
    }
}
