import Testing

@testable import HoldfastCore

/// What is kept up of all places, against what they say when all of them are asked.
@Suite("Answers of many places")
struct ShardedAnswersTests {
    private static let things = (0..<60).map { ThingID("thing-\($0)") }

    @Test(
        "the deadline, the proof and the posture are those of all places together, after each step", arguments: 1...40)
    func keptUp(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var settings = Settings()
        settings.quarantine.failures = 2
        settings.quarantine.rest = .seconds(1)
        settings.tenure = seed.isMultiple(of: 2) ? .limited(.seconds(3)) : .indefinite
        var bench = ShardedBench()
        bench.core = ShardedCore(settings: settings)
        bench.state(Set(Self.things), at: .list, whole: true)
        var held = 0
        for step in 0..<300 {
            change(&bench, &random)
            let core = bench.core
            #expect(core.nextDeadline == core.gatheredDeadline, "seed \(seed), step \(step)")
            #expect(core.newestProof == core.gatheredProof, "seed \(seed), step \(step)")
            #expect(core.posture == core.gatheredPosture, "seed \(seed), step \(step)")
            held += core.posture.heldShards.isEmpty ? 0 : 1
        }
        #expect(held > 0)
    }

    private func change(_ bench: inout ShardedBench, _ random: inout SplitMix) {
        let places = bench.present.places
        let place = places[Int.random(in: 0..<places.count, using: &random)]
        let thing = Self.things[Int.random(in: 0..<Self.things.count, using: &random)]
        switch Int.random(in: 0..<18, using: &random) {
        case 0:
            bench.lay(
                out: [0, 1, 3, 8][Int.random(in: 0..<4, using: &random)], forgetting: Bool.random(using: &random))
            fallthrough
        case 1: read(.list, &bench)
        case 2:
            let asked = bench.connect(session: Int64.random(in: 1...2, using: &random))
            _ = bench.settle(asked)
        case 3: _ = bench.disconnect()
        case 4:
            let names = bench.nodes[place]?.names ?? []
            bench.state(names.symmetricDifference([thing]), at: place)
        case 5:
            // Nobody declares what goes.
            bench.nodes[place]?.names.remove(thing)
            bench.nodes[place]?.stat.pzxid += 1
            bench.nodes[place]?.stat.cversion += 1
        case 6: bench.nodes[place]?.declaration = nil
        case 7: _ = bench.read(Bool.random(using: &random) ? .failed : .missing, of: place)
        case 8:
            let whole = bench.nodes[.list]
            bench.nodes[.list]?.layout = .malformed
            _ = bench.read(.list)
            bench.nodes[.list] = whole
        case 9: _ = bench.core.stop(thing, at: bench.now)
        case 10: _ = bench.core.resume(thing, at: bench.now)
        case 11:
            for _ in 0..<2 { _ = bench.core.failed(thing, at: bench.now) }
        case 12:
            if let token = bench.core.posture.approvalToken { _ = bench.core.approve(token, at: bench.now) }
        case 13:
            let kept = bench.core.lastKnownGood
            bench.core = ShardedCore(settings: bench.core.settings)
            _ = bench.core.restore(kept, age: .seconds(60), at: bench.now)
        case 14:
            bench.now = bench.core.nextDeadline.map { max($0, bench.now) } ?? bench.now
            _ = bench.core.deadlineReached(at: bench.now)
        case 15:
            _ = bench.core.audited(place, connection: bench.connection, begun: bench.now, at: bench.now)
        default: read(place, &bench)
        }
        bench.now = bench.now + .milliseconds(Int.random(in: 0..<200, using: &random))
    }

    private func read(_ place: Place, _ bench: inout ShardedBench) {
        let told = bench.read(place)
        _ = bench.settle(told)
    }
}
