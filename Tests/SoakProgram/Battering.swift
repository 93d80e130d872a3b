internal import ClientSupport
internal import HoldfastEnsemble
internal import HoldfastZooKeeper

/// Cuts the connections of one client in every stage of their life, and ends its sessions: each time as soon as the client is
/// where it is wanted.
struct Battering {
    let client: ZooKeeperClient
    let ensemble: Ensemble
    /// How many watches the client holds.
    let watches: Int
    private(set) var cuts = 0
    private(set) var expiries = 0
    private var generator = SplitMix64(seed: 1)
    private var spent: [Stage: Duration] = [:]
    private var met: [Stage: Int] = [:]
    private var silence = Duration.zero
    private let clock = ContinuousClock()

    init(client: ZooKeeperClient, ensemble: Ensemble, watches: Int) {
        (self.client, self.ensemble, self.watches) = (client, ensemble, watches)
    }

    /// Where a connection is when it is cut.
    enum Stage: Comparable {
        /// The server was reached, and is being asked for the session.
        case accepted
        /// Operations are admitted, and the watches are being armed again.
        case connected
        /// Every watch is armed.
        case armed
    }

    /// A connection is lost with all its watches armed, and some that follow it before they are armed.
    mutating func burst() async throws {
        try await cut(.armed)
        for _ in 0..<Int(generator.fraction() * 9) {
            try await cut(generator.fraction() < 0.2 ? .connected : .accepted)
        }
    }

    /// The session ends at the servers: in turn because they hear nothing of the client for its timeout, and because they are
    /// told so.
    mutating func expire() async throws {
        let start = clock.now
        let connection = try await client.connected()
        if expiries.isMultiple(of: 2) {
            for server in ensemble.servers { try await server.proxy.blackhole() }
            try await waits("the servers drop a session that they hear nothing of") {
                (try? await ensemble.servers[0].count("zk_global_sessions")) == 0
            }
            for server in ensemble.servers { try await server.proxy.restore() }
        } else {
            do {
                try await ensemble.servers[0].expire(session: connection.sessionID)
            } catch let error as EnsembleError where error.code == .impossible {
                // On a busy machine a session of one second may have ended by itself.
            }
        }
        // What was taken for connected may have been cut already, and resume its session once more before that ends.
        try await waits("another session follows one that was ended") {
            try await client.connected().sessionID != connection.sessionID
        }
        expiries += 1
        silence += clock.now - start
    }

    private mutating func cut(_ stage: Stage) async throws {
        let start = clock.now
        switch stage {
        case .accepted:
            let before = accepted
            // Where it is connected already nobody knocks again.
            try await soon("the client knocks") { accepted > before || client.watchCount != nil }
        case .connected: try await client.connected()
        case .armed: try await soon("every watch is armed again") { client.watchCount == watches }
        }
        for server in ensemble.servers { try await server.proxy.cut() }
        cuts += 1
        met[stage, default: 0] += 1
        spent[stage, default: .zero] += clock.now - start
    }

    /// Looks more often than what need not be quick.
    private func soon(_ what: String, _ isSo: () -> Bool) async throws {
        try await waits(what, lookingEvery: .milliseconds(1)) { isSo() }
    }

    private var accepted: Int { ensemble.servers.reduce(0) { $0 + $1.proxy.connectionsAccepted } }
}

extension Battering: CustomStringConvertible {
    var description: String {
        let stages = met.sorted { $0.key < $1.key }.map { stage, count in
            "\(count) when \(stage) (each after \((spent[stage] ?? .zero) / count))"
        }
        return "\(cuts) cuts, \(stages.joined(separator: ", ")), and \(expiries) expiries (\(silence))"
    }
}
