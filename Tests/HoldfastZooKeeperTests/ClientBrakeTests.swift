import ClientSupport
import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

extension RealServerTests {
    /// A proxy that lets each connection live until the client counts as connected, and not longer.
    @Suite struct ClientBrakeTests {
        @Test func proxyThatCutsEachConnectionIsKnockedAtTwiceASecondAtMost() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                try await withClient(ensemble.proxiedConnectString) { client in
                    var connection = try await client.connected()
                    let session = connection.sessionID
                    func cut(while goesOn: () -> Bool) async throws {
                        while goesOn() {
                            try await proxy.cut()
                            connection = try await client.reconnects(after: connection)
                        }
                    }
                    // The first ones are forgiven.
                    var before = proxy.connectionsAccepted
                    try await cut { proxy.connectionsAccepted < before + 8 }
                    before = proxy.connectionsAccepted
                    let clock = ContinuousClock()
                    let start = clock.now
                    let seconds = Scale.of(6, soak: 60)
                    try await cut { clock.now - start < .seconds(seconds) }
                    let knocks = proxy.connectionsAccepted - before
                    let took = clock.now - start
                    print("\(knocks) connections in \(took), each cut at once")
                    #expect(Duration.milliseconds(500) * (knocks - 1) <= took, "\(knocks) in \(took)")
                    #expect(connection.sessionID == session)
                    // Of use again, its handle is regained as ever; not each time on a busy machine.
                    var rounds = 0
                    repeat {
                        rounds += 1
                        _ = try await client.exists("/")
                        try await proxy.cut()
                        connection = try await client.reconnects(after: connection)
                    } while try client.admitted().0.table.connection == 1 && rounds < 20
                    #expect(rounds < 20)
                }
            }
        }

        @Test func serverThatCutsEachConnectionIsLeftForAnother() async throws {
            try await Ensemble.with(servers: 3) { ensemble in
                try await withClient(ensemble.proxiedConnectString) { client in
                    let first = try await client.connected()
                    let bad = try #require(client.serverInUse)
                    let proxy = try #require(ensemble.servers.first { $0.proxy.port == Int(bad.port) }).proxy
                    var connection = first
                    while client.serverInUse == bad {
                        try await proxy.cut()
                        connection = try await client.reconnects(after: connection)
                    }
                    #expect(connection.sessionID == first.sessionID)
                    // The first five are forgiven, and the sixth is the last; a busy machine may give it up earlier.
                    #expect(connection.ordinal <= 8)
                }
            }
        }
    }
}
