import HoldfastEnsemble
import Testing

@testable import ChaosSuite

/// Every fault alone, on real servers, with the example worker as its own process.
///
/// Those that befall only the list leave the servers as they are: they are played side by side on one ensemble, each to a worker and a
/// list of its own. The others follow one another on two more.
@Suite("Each fault alone, on real servers", .serialized, .timeLimit(.minutes(10)))
struct SingleFaultTests {
    private static var settings: SuiteSettings {
        var settings = SuiteSettings()
        // Shorter than in `make chaos`, so that all of it takes a few minutes.
        settings.sessionTimeout = 1
        settings.settle = 1.5
        settings.things = 12
        settings.crowd = 2000
        return settings
    }

    private static let ofLists = Catalogue.all.filter { $0.touches == [.list] }
    private static let others = Catalogue.all.filter { $0.touches != [.list] }

    @Test("no Thing is stopped by what befalls its list, and true changes are carried out", arguments: [false, true])
    func faultsOfLists(isDeclared: Bool) async throws {
        let command = try WorkerCommand.built()
        let plans = Self.ofLists.filter { $0.befalls(isDeclared: isDeclared) }.map {
            EpisodePlan.single($0, isDeclared: isDeclared, settings: Self.settings)
        }
        #expect(plans.count >= 4)
        try await Ensemble.with(servers: 3, options: SuiteRunner.options) { ensemble in
            let runner = EpisodeRunner(ensemble: ensemble, command: command, settings: Self.settings, isAlone: false)
            let records = try await withThrowingTaskGroup(of: EpisodeRecord.self) { group in
                for plan in plans { group.addTask { try await runner.run(plan).record } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for record in records { expectHeld(record) }
        }
    }

    @Test("no Thing is stopped by what befalls servers, network and worker, and true changes are carried out")
    func faultsOfAllElse() async throws {
        let runner = SuiteRunner(
            command: try WorkerCommand.built(), settings: Self.settings, lanes: 2, episodesPerEnsemble: .max)
        let plans = Self.others.map { EpisodePlan.single($0, settings: Self.settings) }
        let run = try await runner.run(.chosen(plans), seed: 0)
        #expect(run.episodes.count == plans.count)
        for record in run.episodes { expectHeld(record) }
    }

    private func expectHeld(_ record: EpisodeRecord) {
        print("chaos: \(Progress(record: record).text)")
        #expect(record.held, "\(record.violations.map(\.words))")
        #expect(record.faults.map(\.name).joined(separator: " + ") == record.name)
        #expect(record.changes.count >= 4)
    }
}
