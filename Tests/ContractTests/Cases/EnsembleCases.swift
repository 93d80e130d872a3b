import HoldfastZooKeeper
import Testing

extension ContractCase {
    static let ensembles: [ContractCase] = [
        ContractCase("a leader's death leaves sessions, ephemeral nodes and all that was written") { stage, home in
            try await stage.with { client in
                let connection = try await client.connected()
                let made = try await client.create(home / "e", data: nil, mode: .ephemeral)
                let watch = Watch()
                _ = try await client.data(at: home / "e", arming: watch)
                try await stage.killLeader()
                let next = try await client.connected(after: connection)
                #expect(next.sessionID == connection.sessionID)
                #expect(try await watch.outcome() == .disconnected)
                #expect(try await client.exists(home / "e") == made.stat)
                let later = try await client.create(home / "later", data: nil, mode: .persistent).stat
                // The epoch is in the high half, and the count begins anew with it.
                #expect(later.czxid >> 32 > made.stat.czxid >> 32)
                try await stage.restoreLeader()
                #expect(try await client.exists(home / "later") == later)
            }
        }
    ]
}
