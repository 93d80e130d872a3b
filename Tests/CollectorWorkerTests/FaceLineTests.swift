import Holdfast
import Testing

@testable import CollectorWorker
@testable import HoldfastCore

/// The lines that other programs read, as the design's table of the worker's face has them.
@Suite struct FaceLineTests {
    private let time = WallTime(milliseconds: 1_700_000_000_123)

    @Test func readyIsALine() {
        #expect(FaceLine.ready.text(at: time) == #"{"t":1700000000.123,"event":"ready"}"#)
    }

    @Test func aStartTellsTheFenceAsANumber() {
        let line = FaceLine.event(.started("pump-7", fence: Fence(rawValue: 8_589_934_721)))
        #expect(line.text(at: time) == #"{"t":1700000000.123,"event":"started","thing":"pump-7","fence":8589934721}"#)
    }

    @Test func anUpdateTellsTheThing() {
        #expect(
            FaceLine.event(.updated("pump-7")).text(at: time)
                == #"{"t":1700000000.123,"event":"updated","thing":"pump-7"}"#)
    }

    @Test func aStopTellsItsProof() {
        let line = FaceLine.event(
            .stopped("pump-7", proof: Proof(thing: "pump-7", revision: 8_589_934_730, ground: .heldStill)))
        #expect(
            line.text(at: time)
                == #"{"t":1700000000.123,"event":"stopped","thing":"pump-7","proof":"absent at revision 8589934730"}"#)
    }

    @Test func aFailureTellsItsReasonAndTheDelay() {
        let line = FaceLine.event(.failed("pump-7", error: "no \"source\"", retryIn: .seconds(1)))
        #expect(
            line.text(at: time)
                == #"{"t":1700000000.123,"event":"failed","thing":"pump-7","error":"no \"source\"","retryInMs":1000}"#)
    }

    @Test func followingHasNoReasons() {
        let posture = Posture(state: .following, since: .zero)
        #expect(
            FaceLine.event(.posture(posture)).text(at: time)
                == #"{"t":1700000000.123,"event":"posture","state":"following"}"#)
    }

    @Test func holdingTellsItsReasonsAndWhatIsPending() {
        let pending = ["a", "b", "c"].map { PendingRemoval(thing: $0, since: .zero, waitsFor: .connection) }
        let posture = Posture(state: .holding([.disconnected, .listEmpty]), since: .zero, removals: pending)
        #expect(
            FaceLine.event(.posture(posture)).text(at: time)
                == #"{"t":1700000000.123,"event":"posture","state":"holding","reasons":["disconnected","list empty"],"pending":3}"#
        )
    }

    @Test func exitingIsALine() {
        #expect(FaceLine.exiting.text(at: time) == #"{"t":1700000000.123,"event":"exiting"}"#)
    }

    @Test func anIdThatIsNotUTF8IsValidJSON() {
        let id = ThingID(bytes: Array("pump-".utf8) + [0xFF])
        #expect(
            FaceLine.event(.updated(id)).text(at: time)
                == "{\"t\":1700000000.123,\"event\":\"updated\",\"thing\":\"pump-\u{FFFD}\"}")
    }
}
