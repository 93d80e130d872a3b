internal import ArgumentParser
internal import Foundation
internal import Histories
internal import HoldfastTesting

/// Runs one history again and prints what happened.
struct Replay {
    var seed: UInt64
    var plan: String

    func run() throws {
        let explorer = HistoryExplorer.make(noting: Coverage())
        let plan = plan == "-" ? explorer.plan(seed: seed) : try decoded
        let record = explorer.run(seed: seed, plan: plan, keepsTimeline: true)
        print(plan)
        print(record.timeline)
        print(
            "\(record.steps) steps, \(record.elapsed) simulated, fingerprint \(String(record.fingerprint, radix: 16))")
        guard let error = record.error else { return }
        print("\(error)")
        throw ExitCode.failure
    }

    private var decoded: HistoryPlan {
        get throws {
            do {
                return try JSONDecoder().decode(HistoryPlan.self, from: Data(plan.utf8))
            } catch {
                throw ValidationError(
                    "--plan takes '-' for the plan of the seed, or one as a failure prints it: \(error)")
            }
        }
    }
}
