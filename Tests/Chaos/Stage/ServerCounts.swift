internal import ClientSupport
internal import HoldfastEnsemble

/// What the servers count, all of them together.
struct ServerCounts: Equatable, Sendable {
    var sessions: Int
    var watches: Int

    /// Asks the servers; nil while there is no leader, who alone knows the sessions, or one of them does not answer.
    init?(of ensemble: Ensemble) async throws {
        guard let leader = try await ensemble.leader(), let dump = try? await leader.fourLetterWord("dump") else {
            return nil
        }
        sessions = Self.sessions(in: dump)
        watches = 0
        for server in ensemble.servers where server.isRunning {
            guard let count = try? await server.armedWatches() else { return nil }
            watches += count
        }
    }

    /// The sessions that a leader's `dump` tells of, each once.
    static func sessions(in dump: String) -> Int {
        let tracker = dump.split(separator: "\n").prefix { !$0.hasPrefix("ephemeral") }
        return Set(tracker.compactMap { $0.split(whereSeparator: \.isWhitespace).first }.filter { $0.hasPrefix("0x") })
            .count
    }
}
