internal import ClientSupport
internal import Foundation
internal import HoldfastEnsemble
internal import HoldfastZooKeeper

/// One client that holds a thousand watches, and loses its connection and its session again and again.
struct Soak: Sendable {
    let cuts: Int
    let expiries: Int
    let limit: Duration
    let judgesMemory: Bool
    let watches = 1000

    /// Carries it out, and prints the figures.
    ///
    /// - Returns: what does not hold.
    /// - Throws: what ended it early.
    func run() async throws -> [Shortfall] {
        try await Ensemble.with(servers: 3) { ensemble in
            try await withClient(ensemble.proxiedConnectString, timeout: .seconds(1)) { client in
                try await client.connected()
                for number in 0..<watches { try await make(try path(number), client) }
                let shortfalls = try await withThrowingTaskGroup(of: Void.self) { group in
                    let seen = Sightings(of: watches)
                    for number in 0..<watches {
                        group.addTask {
                            for await case .present(let data) in client.dataReadings(of: try path(number)) {
                                seen.saw(data.bytes?.first, at: number)
                            }
                        }
                    }
                    try await waits("every node is read") { seen.areComplete }
                    var shortfalls = try await batter(client, ensemble)
                    try await waits("the client is served") { (try? await client.sync("/")) != nil }
                    for number in 0..<watches { try await set(7, at: try path(number), client) }
                    try await waits("every watch still tells") { seen.areAll(7) }
                    shortfalls += try await countAtTheServers(ensemble)
                    group.cancelAll()
                    try await group.waitForAll()
                    return shortfalls
                }
                try await waits("the servers drop the watches that nobody needs") {
                    await ServerCounts.of(ensemble)?.watches == 0
                }
                return shortfalls
            }
        }
    }

    private func path(_ number: Int) throws -> ZNodePath { try ZNodePath("/n\(number)") }

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

    private func set(_ value: UInt8, at path: ZNodePath, _ client: ZooKeeperClient) async throws {
        // On a busy machine a session of one second has its own short losses.
        try await waits("\(path) is written") {
            (try? await client.setData([value], at: path, version: nil)) != nil
        }
    }

    private func batter(_ client: ZooKeeperClient, _ ensemble: Ensemble) async throws -> [Shortfall] {
        let clock = ContinuousClock()
        let start = clock.now
        var battering = Battering(client: client, ensemble: ensemble, watches: watches)
        var tenths: [ProcessCounts] = []
        while battering.cuts < cuts || battering.expiries < expiries, clock.now - start < limit {
            try await battering.burst()
            if battering.cuts * expiries / cuts > battering.expiries { try await battering.expire() }
            if battering.cuts * 10 / cuts > tenths.count {
                tenths.append(try await calmCounts(client))
                tell(
                    "\(battering.cuts) cuts and \(battering.expiries) expiries in \(clock.now - start): "
                        + "\(tenths[tenths.count - 1])")
            }
        }
        let took = clock.now - start
        let after = try await calmCounts(client)
        tell("\(battering) in \(took): \(after)")
        var shortfalls: [Shortfall] = []
        if battering.cuts < cuts || battering.expiries < expiries {
            shortfalls.append(
                Shortfall(
                    "\(battering.cuts) cuts and \(battering.expiries) expiries was all that \(limit) had room for"))
        }
        guard let before = tenths.first else { return shortfalls }
        return shortfalls + gains(from: before, to: after)
    }

    /// What the process holds when nothing is being opened or closed, and no answer is awaited.
    private func calmCounts(_ client: ZooKeeperClient) async throws -> ProcessCounts {
        try await waits("one handle is left, and every watch is armed") {
            HandleRegistry.count == 1 && client.watchCount == watches
        }
        return try ProcessCounts.now()
    }

    /// What was gained that should not be.
    private func gains(from before: ProcessCounts, to after: ProcessCounts) -> [Shortfall] {
        var gains: [(what: String, gained: Int, allowed: Int)] = [
            ("threads", after.threads - before.threads, 4),
            ("descriptors", after.descriptors - before.descriptors, 4),
        ]
        if judgesMemory {
            gains.append(("KiB of resident memory", after.residentMemory - before.residentMemory, 2047))
            if let before = before.heap, let after = after.heap {
                gains.append(("KiB of memory in use", after.inUse - before.inUse, 1023))
            }
        }
        tell("gained: \(gains.map { "\($0.gained) \($0.what)" }.joined(separator: ", "))")
        return gains.filter { $0.gained > $0.allowed }.map {
            Shortfall("\($0.gained) \($0.what) were gained, and \($0.allowed) are allowed")
        }
    }

    private func countAtTheServers(_ ensemble: Ensemble) async throws -> [Shortfall] {
        let right = ServerCounts.ofOneClient(watches: watches)
        var counts: ServerCounts?
        // A busy server may be slow to count.
        _ = try await Poll.until(every: .milliseconds(5), limit: .seconds(60)) {
            counts = await ServerCounts.of(ensemble)
            return counts == right ? true : nil
        }
        guard let counts else { return [Shortfall("the servers do not count")] }
        tell("the servers count \(counts)")
        return counts == right ? [] : [Shortfall("the servers should count \(right)")]
    }

    /// Prints a line at once: who follows a long run should not have to wait.
    private func tell(_ line: String) {
        print(line)
        fflush(nil)
    }
}
