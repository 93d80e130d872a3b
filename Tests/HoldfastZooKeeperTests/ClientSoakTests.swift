import ClientSupport
import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

// There the client brings a lock that the sanitizer knows.
#if !HOLDFAST_THREAD_SANITIZER
import Synchronization
#endif

/// One client that holds a thousand watches, and loses its connection and its session again and again.
///
/// A few rounds in `make test`; in `make soak` ten thousand cuts and two hundred expiries.
@Suite(.serialized, .timeLimit(.minutes(40))) struct ClientSoakTests {
    private static let watches = 1000
    private static let (cuts, expiries) = (Scale.of(50, soak: 10_000), Scale.of(2, soak: 200))
    private static let limit = Duration.seconds(Scale.of(60, soak: 1500))

    @Test func nothingIsLostOrKeptThroughCutsAndExpiries() async throws {
        try await Ensemble.with(servers: 3) { ensemble in
            try await withClient(ensemble.proxiedConnectString, timeout: .seconds(1)) { client in
                try await client.connected()
                for number in 0..<Self.watches {
                    try await make(ZNodePath("/n\(number)"), client)
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let seen = Sightings()
                    for number in 0..<Self.watches {
                        group.addTask {
                            for await case .present(let data) in client.dataReadings(of: try ZNodePath("/n\(number)")) {
                                seen.saw(data.bytes?.first, at: number)
                            }
                        }
                    }
                    try await eventually { seen.count == Self.watches }
                    try await batter(client, ensemble)
                    // Every watch still tells.
                    try await eventually(.seconds(60)) { (try? await client.sync("/")) != nil }
                    for number in 0..<Self.watches { try await set(7, number, client) }
                    try await eventually(.seconds(60)) { seen.areAll(7) }
                    try await expectTheServersToCountAsWeDo(ensemble)
                    group.cancelAll()
                    try await group.waitForAll()
                }
                try await eventually(.seconds(60)) { (try? await watchCount(ensemble)) == 0 }
            }
        }
    }

    /// Makes a node. On a busy machine the connection may be lost before anybody cuts it.
    private func make(_ path: ZNodePath, _ client: ZooKeeperClient) async throws {
        while true {
            try await client.connected()
            do throws(ZooKeeperError) {
                _ = try await client.create(path, data: [0], mode: .persistent)
                return
            } catch {
                switch error.code {
                case .nodeExists: return
                case .connectionLoss, .sessionExpired: continue
                default: throw error
                }
            }
        }
    }

    private func batter(_ client: ZooKeeperClient, _ ensemble: Ensemble) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        var battering = Battering(client: client, ensemble: ensemble, watches: Self.watches)
        var tenths: [ProcessCounts] = []
        while battering.cuts < Self.cuts, clock.now - start < Self.limit {
            try await battering.burst()
            if battering.cuts * Self.expiries / Self.cuts > battering.expiries { try await battering.expire() }
            if battering.cuts * 10 / Self.cuts > tenths.count { tenths.append(try ProcessCounts.now()) }
        }
        let before = try #require(tenths.first)
        try await eventually(.seconds(60)) { (try? await client.sync("/")) != nil }
        // What is being closed needs a moment.
        try await eventually { HandleRegistry.count == 1 }
        let after = try ProcessCounts.now()
        print(
            "\(battering) in \(clock.now - start): threads \(before.threads) to \(after.threads), "
                + "descriptors \(before.descriptors) to \(after.descriptors), "
                + "resident memory \(tenths.map(\.residentMemory)) to \(after.residentMemory) KiB, "
                + "of it in use \(tenths.compactMap(\.heap?.inUse)) to \(after.heap?.inUse ?? 0) KiB "
                + "in \(before.heap?.arenas ?? 0) to \(after.heap?.arenas ?? 0) arenas"
        )
        #expect(after.threads <= before.threads + 4)
        #expect(after.descriptors <= before.descriptors + 4)
        if Scale.isSoak {
            #expect(after.residentMemory - before.residentMemory < 2048)
            if let before = before.heap, let after = after.heap { #expect(after.inUse - before.inUse < 1024) }
            #expect(battering.cuts >= Self.cuts && battering.expiries >= Self.expiries)
        }
    }

    private func set(_ value: UInt8, _ number: Int, _ client: ZooKeeperClient) async throws {
        let path = try ZNodePath("/n\(number)")
        // On a busy machine a session of one second has its own short losses.
        try await eventually { (try? await client.setData([value], at: path, version: nil)) != nil }
    }

    private func expectTheServersToCountAsWeDo(_ ensemble: Ensemble) async throws {
        var counted = 0
        try await eventually(.seconds(60)) {
            // A busy server may be slow to count.
            counted = (try? await watchCount(ensemble)) ?? -1
            return counted == Self.watches
        }
        var sessions = 0
        try await eventually(.seconds(60)) {
            sessions = (try? await ensemble.servers[0].count("zk_global_sessions")) ?? 0
            return sessions > 0
        }
        print("the servers count \(counted) watches and \(sessions) sessions")
        #expect(sessions == 1)
    }

    private func watchCount(_ ensemble: Ensemble) async throws -> Int {
        var sum = 0
        for server in ensemble.servers { sum += try await server.armedWatches() }
        return sum
    }
}

/// What the readers saw last, by the number of the node.
private final class Sightings: Sendable {
    private let last = Mutex<[Int: UInt8?]>([:])

    var count: Int { last.withLock { $0.count } }

    func saw(_ value: UInt8?, at number: Int) { last.withLock { $0[number] = value } }

    func areAll(_ value: UInt8) -> Bool { last.withLock { $0.values.allSatisfy { $0 == value } } }
}
