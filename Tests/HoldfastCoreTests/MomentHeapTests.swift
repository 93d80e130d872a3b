import HoldfastCore
import Testing

/// The earliest of many moments against a dictionary, change by change.
@Suite("Earliest of many moments")
struct MomentHeapTests {
    private func at(_ milliseconds: Int) -> Moment { Moment(elapsed: .milliseconds(milliseconds)) }

    @Test("is known after each change, and so are those that have come, in order", arguments: 1...20)
    func randomChanges(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var heap = MomentHeap()
        var model: [Int: Moment] = [:]
        for step in 0..<2000 {
            let index = Int.random(in: 0..<40, using: &random)
            // Few moments, so that many are the same.
            let moment = Bool.random(using: &random) ? at(Int.random(in: -5..<20, using: &random)) : nil
            heap[index] = moment
            model[index] = moment
            let now = at(Int.random(in: -6..<21, using: &random))
            #expect(heap.earliest == model.values.min(), "seed \(seed), step \(step)")
            #expect(heap.due(at: now) == model.filter { $0.value <= now }.keys.sorted(), "seed \(seed), step \(step)")
            #expect((0..<41).allSatisfy { heap[$0] == model[$0] })
        }
    }
}
