import ClientSupport
import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

extension RealServerTests {
    /// Nodes of every mode, on one real server.
    @Suite struct ClientModeTests {
        @Test func everyModeMakesItsKindOfNode() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    let session = try await client.connected().sessionID
                    let modes: [CreateMode] = [
                        .persistent, .ephemeral, .persistentSequential, .ephemeralSequential, .container,
                        .persistent(timeToLive: .seconds(90)),
                        .persistentSequential(timeToLive: .milliseconds(1500)),
                    ]
                    for (index, mode) in modes.enumerated() {
                        let asked = try ZNodePath("/n\(index)-")
                        let made = try await client.create(asked, data: [1], mode: mode)
                        // Containers and times to live are hidden from clients.
                        let kind: NodeKind = mode.isEphemeral ? .ephemeral(owner: session) : .persistent
                        #expect(made.stat.kind == kind)
                        #expect(try await client.exists(made.path)?.kind == kind)
                        let end = made.path.bytes.dropFirst(asked.bytes.count)
                        #expect(end.count == (mode.isSequential ? 10 : 0), "\(made.path)")
                    }
                }
            }
        }

        /// The only sign that clients have of what a container or a time to live is: the node goes.
        @Test func containersAndTimesToLiveEnd() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    try await client.connected()
                    let short = CreateMode.persistent(timeToLive: .milliseconds(1))
                    let (box, brief) = (Watch(), Watch())
                    _ = try await client.create("/box", data: nil, mode: .container)
                    _ = try await client.create("/box/in", data: nil, mode: .persistent)
                    try await client.delete("/box/in", version: nil)
                    _ = try await client.create("/brief", data: nil, mode: short)
                    _ = try await client.exists("/box", arming: box)
                    _ = try await client.exists("/brief", arming: brief)
                    #expect(try await box.outcome() == .event(.deleted))
                    #expect(try await brief.outcome() == .event(.deleted))
                }
            }
        }

        @Test func numbersGrowAlsoInATransaction() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    try await client.connected()
                    _ = try await client.create("/q", data: nil, mode: .persistent)
                    let alone = try await client.create("/q/n-", data: nil, mode: .ephemeralSequential)
                    let results = try await client.multi([
                        .create("/q/n-", data: nil, mode: .persistentSequential),
                        .create("/q/n-", data: nil, mode: .ephemeralSequential),
                    ])
                    #expect(alone.path == "/q/n-0000000000")
                    #expect(results == [.created("/q/n-0000000001"), .created("/q/n-0000000002")])
                }
            }
        }

        @Test func transactionRefusesWhatTheLibraryDoesNotSurvive() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    let connection = try await client.connected()
                    for mode in [CreateMode.container, .persistent(timeToLive: .seconds(1))] {
                        let error = await expect(.unimplemented) {
                            try await client.multi([
                                .create("/a", data: nil, mode: .persistent), .create("/b", data: nil, mode: mode),
                            ])
                        }
                        #expect(error?.failedOperation == 1)
                    }
                    _ = await expect(.badArguments) {
                        try await client.create("/b", data: nil, mode: .persistent(timeToLive: .zero))
                    }
                    #expect(try await client.exists("/a") == nil)
                    #expect(try await client.connected() == connection)
                }
            }
        }
    }
}
