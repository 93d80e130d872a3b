import Foundation
import HoldfastEnsemble
import HoldfastZooKeeper
import Testing

/// Random sequences of operations and faults, played to a simulated ensemble and to real servers: every answer and every end
/// of a watch is the same, but for what ``Differences`` names.
///
/// `CONTRACT_OPERATIONS` and `CONTRACT_SEED` ask for more, and for others (`make contract`).
@Suite(.serialized, .timeLimit(.minutes(60)))
struct ComparedOperationsTests {
    private static func number(_ name: String, _ otherwise: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? otherwise
    }

    @Test func bothGiveTheSame() async throws {
        let operations = Self.number("CONTRACT_OPERATIONS", 2000)
        let firstSeed = UInt64(Self.number("CONTRACT_SEED", 1))
        let perSequence = 1000
        var tally = Tally()
        try await Ensemble.with(servers: 3) { ensemble in
            var index = 0
            while tally.compared < operations {
                let seed = firstSeed + UInt64(index)
                let turns = min(perSequence, operations - tally.compared)
                let home = try ZNodePath("/compared-\(index)")
                var player = Player(stage: RealStage(ensemble), home: home)
                let real = try await player.play(turns, seed: seed)
                let simulated = try await Self.simulate(
                    real.mishaps.interruption ?? turns, seed: seed, home, real.mishaps)
                try tally.compare(real, simulated, seed: seed)
                try #require(tally.interruptions <= 2 + tally.compared / 2000, "\(tally.words)")
                index += 1
            }
        }
        print(tally.words)
        #expect(tally.compared == operations)
        #expect(tally.differences == 0)
    }

    private static func simulate(
        _ turns: Int, seed: UInt64, _ home: ZNodePath, _ mishaps: Mishaps
    ) async throws -> Transcript {
        let result = Latest<Transcript?>(nil)
        try await SimulatedStage.run(seed: seed) { stage in
            var player = Player(stage: stage, home: home, mishaps: mishaps)
            result.set(try await player.play(turns, seed: seed))
        }
        return try #require(result.value)
    }

    private struct Tally {
        var compared = 0
        var differences = 0
        var mishaps = 0
        var interruptions = 0
        var doubts: [String: [String: Int]] = [:]

        mutating func compare(_ real: Transcript, _ simulated: Transcript, seed: UInt64) throws {
            let (left, right) = (real.normalised(), simulated.normalised())
            compared += left.count
            mishaps += real.mishaps.count
            if real.mishaps.interruption != nil { interruptions += 1 }
            for (name, transcript) in [("real", real), ("simulated", simulated)] {
                doubts[name, default: [:]].merge(transcript.doubts, uniquingKeysWith: +)
            }
            try #require(left.count == right.count)
            for (one, other) in zip(left, right) where one != other {
                differences += 1
                Issue.record("seed \(seed)\n real      \(one)\n simulated \(other)")
                // What follows leans on it.
                break
            }
        }

        var words: String {
            let doubts = doubts.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value.sorted { $0.key < $1.key })" }
            return
                ([
                    "compared \(compared) operations, \(differences) differences; "
                        + "\(mishaps) turns with a connection or a session lost by time, \(interruptions) sequences interrupted by it; writes in doubt:"
                ] + doubts)
                .joined(separator: "\n")
        }
    }
}
