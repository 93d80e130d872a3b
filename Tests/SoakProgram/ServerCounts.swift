internal import ClientSupport
internal import HoldfastEnsemble

/// What the servers have of their clients by their own count, all servers together.
struct ServerCounts: Equatable {
    /// By `mntr`.
    var sessions: Int
    /// The connections of sessions, by `cons`.
    var connections: Int
    /// By `mntr`.
    var watches: Int
    /// By `wchs`, which leaves out those on children.
    var watchesOfNodes: Int

    /// One client with so many watches on nodes.
    static func ofOneClient(watches: Int) -> ServerCounts {
        ServerCounts(sessions: 1, connections: 1, watches: watches, watchesOfNodes: watches)
    }

    /// Asks the servers; nil where one of them does not answer.
    static func of(_ ensemble: Ensemble) async -> ServerCounts? {
        do {
            var counts = ServerCounts(sessions: 0, connections: 0, watches: 0, watchesOfNodes: 0)
            for server in ensemble.servers {
                // Each knows of all sessions.
                counts.sessions = max(counts.sessions, try await server.count("zk_global_sessions"))
                counts.connections += try await server.sessions().count
                counts.watches += try await server.armedWatches()
                let summary = try await server.fourLetterWord("wchs").split(whereSeparator: { ":\n".contains($0) })
                counts.watchesOfNodes += summary.last.flatMap { Int($0) } ?? 0
            }
            return counts
        } catch {
            return nil
        }
    }
}

extension ServerCounts: CustomStringConvertible {
    var description: String {
        "\(sessions) sessions (mntr), \(connections) connections (cons), \(watches) watches (mntr), "
            + "\(watchesOfNodes) watches (wchs)"
    }
}
