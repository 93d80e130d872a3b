import Holdfast
import Testing

@testable import CollectorWorker
@testable import HoldfastCore

@Suite struct ScoreTests {
    @Test func aThingThatFailsAndBeginsAgainRunsOnce() {
        var score = Score()
        score.note(.started("a", fence: Fence(rawValue: 1)), taken: [])
        score.note(.failed("a", error: "x", retryIn: .seconds(1)), taken: [])
        score.note(.started("a", fence: Fence(rawValue: 1)), taken: [])
        #expect(score.running == ["a"])
    }

    @Test func aStopIsWrongUnlessTheThingWasTakenOff() {
        var score = Score()
        for id in ["a", "b"] as [ThingID] { score.note(.started(id, fence: Fence(rawValue: 1)), taken: []) }
        score.note(.stopped("a", proof: Proof(thing: "a", revision: 1, ground: .heldStill)), taken: ["a"])
        score.note(.stopped("b", proof: Proof(thing: "b", revision: 2, ground: .heldStill)), taken: ["a"])
        #expect(score.running.isEmpty)
        #expect(score.rightlyStopped == ["a"])
        #expect(score.wronglyStopped == 1)
    }

    @Test func thePostureIsToldInPlainWords() {
        var score = Score()
        let holding = Posture(state: .holding([.disconnected]), since: .zero)
        score.note(.posture(holding), taken: [])
        #expect(score.postureInWords == "the worker holds what runs (disconnected)")
        #expect(!score.isFollowing)
        score.note(.posture(Posture(state: .following, since: .zero)), taken: [])
        #expect(score.postureInWords == "the worker follows its list")
        #expect(score.isFollowing)
    }
}
