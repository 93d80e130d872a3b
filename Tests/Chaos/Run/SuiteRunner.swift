internal import Foundation
internal import HoldfastEnsemble
internal import Synchronization

/// Plays episodes, one after the other, on one ensemble after the other.
struct SuiteRunner: Sendable {
    let command: WorkerCommand
    var settings = SuiteSettings()
    /// How many ensembles stand side by side.
    var lanes = 1
    /// How many episodes an ensemble serves before it makes way for a new one.
    var episodesPerEnsemble = 10
    /// Where episodes that failed leave what they were; nil keeps nothing.
    var evidence: EvidenceFolder?
    /// Is told of each episode when it ends.
    var tell: @Sendable (EpisodeRecord) -> Void = { _ in }

    /// Ensembles that can suffer every fault there is.
    static var options: Ensemble.Options {
        var options = Ensemble.Options()
        options.hasProxiesBetweenServers = true
        options.hasFaultyDisks = true
        return options
    }

    /// Plays what the source gives.
    ///
    /// - Throws: what kept an ensemble from being started, or an episode from being kept; `CancellationError`.
    func run(_ source: EpisodeSource, seed: UInt64) async throws -> RunRecord {
        let begun = ContinuousClock.now
        var run = RunRecord(worker: command.name, seed: seed, began: Date().timeIntervalSince1970)
        let episodes = try await withThrowingTaskGroup(of: [EpisodeRecord].self) { group in
            for _ in 0..<lanes { group.addTask { try await play(source) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        run.episodes = episodes.sorted { $0.number < $1.number }
        run.took = begun.duration(to: .now) / .seconds(1)
        return run
    }

    private func play(_ source: EpisodeSource) async throws -> [EpisodeRecord] {
        var records: [EpisodeRecord] = []
        var next = source.take()
        while next != nil {
            let (played, following) = try await Ensemble.with(servers: 3, options: Self.options) { ensemble in
                var played: [EpisodeRecord] = []
                var next = next
                while let (number, plan) = next, played.count < episodesPerEnsemble {
                    let isUsable = try await play(plan, number, on: ensemble, into: &played)
                    next = source.take()
                    guard isUsable else { break }
                }
                return (played, next)
            }
            records += played
            next = following
        }
        return records
    }

    /// - Returns: whether the ensemble may serve another episode.
    private func play(
        _ plan: EpisodePlan, _ number: Int, on ensemble: Ensemble, into played: inout [EpisodeRecord]
    ) async throws -> Bool {
        let logged = ensemble.servers.map(\.log.count)
        var outcome = try await EpisodeRunner(ensemble: ensemble, command: command, settings: settings)
            .run(plan, number: number)
        if !outcome.record.held, let evidence {
            let logs = zip(ensemble.servers, logged).map { server, before in server.log.dropFirst(before) }
            outcome.record.folder = try evidence.keep(outcome, serverLogs: logs)
        }
        tell(outcome.record)
        played.append(outcome.record)
        return outcome.isEnsembleWhole
    }
}
