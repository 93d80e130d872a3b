import HoldfastCore
import Testing

@testable import Holdfast

/// The lives of a Thing, one after the other: a trace.
struct ThingTableTests {
    private let first = Assignment(id: "a", payload: [1], fence: Fence(rawValue: 1))
    private let second = Assignment(id: "a", payload: [2], fence: Fence(rawValue: 1))

    private func table() -> ThingTable {
        ThingTable(startsAtOnce: 4, backoff: Backoff(first: .seconds(1), longest: .seconds(8)))
    }

    /// The actions in words, without what a task would be made of.
    private func words(_ actions: [ThingTable.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .launch: "launch"
            case .end(_, let life): "end \(life)"
            case .pause(_, let pause, let delay): "pause \(pause) for \(delay)"
            case .limitStop(_, let launch): "limit \(launch)"
            case .tell(.started): "started"
            case .tell(.updated): "updated"
            case .tell(.failed(_, _, let delay)): "failed, again in \(delay)"
            case .tell(.suspended): "suspended"
            case .tell(let event): "\(event)"
            }
        }
    }

    private func failure(after life: Duration = .zero, payload: [UInt8] = [1]) -> ThingReport {
        .ended("a", .failed(reason: "broken", lived: life, payload: payload))
    }

    @Test("a new payload begins a life when the one before has ended, and not sooner")
    func restart() {
        var table = table()
        #expect(words(table.start(first)) == ["launch", "started"])
        #expect(words(table.told(.began("a"))) == [])
        #expect(words(table.update(second, restarting: true)) == ["end 0", "updated"])
        #expect(words(table.update(first, restarting: true)) == ["updated"])
        #expect(words(table.told(.ended("a", .cancelled))) == ["launch"])
        #expect(table.runningCount == 1)
    }

    @Test("a closure that fails begins again after its pause, and each failure makes it longer")
    func failures() {
        var table = table()
        _ = table.start(first)
        #expect(
            words(table.told(failure())) == [
                "failed, again in \(Duration.seconds(1))", "pause 1 for \(Duration.seconds(1))",
            ])
        #expect(words(table.paused("a", pause: 7)) == [])
        #expect(words(table.paused("a", pause: 1)) == ["launch", "started"])
        #expect(words(table.paused("a", pause: 1)) == [])
        #expect(
            words(table.told(failure())) == [
                "failed, again in \(Duration.seconds(2))", "pause 2 for \(Duration.seconds(2))",
            ])
        #expect(words(table.paused("a", pause: 2)) == ["launch", "started"])
        // A life as long as the longest delay makes good for what was before.
        #expect(words(table.told(failure(after: .seconds(8)))).first == "failed, again in \(Duration.seconds(1))")
    }

    @Test("a new payload ends a pause at once, and no pause is made for a payload that is no more")
    func payloadAndPause() {
        var table = table()
        _ = table.start(first)
        _ = table.told(failure())
        #expect(words(table.update(second, restarting: false)) == ["updated", "launch", "started"])
        #expect(words(table.paused("a", pause: 1)) == [])
        _ = table.update(first, restarting: false)
        #expect(
            words(table.told(failure(payload: [2]))) == [
                "failed, again in \(Duration.seconds(2))", "launch", "started",
            ])
    }

    @Test("a Thing that fails while it is to begin anew is told to have failed, and begins anew")
    func failureAtRestart() {
        var table = table()
        _ = table.start(first)
        _ = table.update(second, restarting: true)
        #expect(words(table.told(failure())) == ["failed, again in \(Duration.seconds(1))", "launch", "started"])
    }

    @Test("a Thing that pauses is suspended at once, and one that lives when its life has ended")
    func suspension() {
        var table = table()
        _ = table.start(first)
        #expect(words(table.suspend("a", .stoppedByOperator)) == ["end 0", "limit 1"])
        #expect(words(table.told(.ended("a", .cancelled))) == ["suspended"])
        #expect(words(table.start(first)) == ["launch", "started"])
        _ = table.told(failure())
        #expect(words(table.suspend("a", .stoppedByOperator)) == ["suspended"])
        #expect(table.runningCount == 0)
        #expect(words(table.paused("a", pause: 1)) == [])
    }

    @Test("a closure that cancels its own task begins again after a pause, and can be stopped meanwhile")
    func selfCancelled() {
        var table = table()
        _ = table.start(first)
        #expect(words(table.told(.ended("a", .cancelled))) == ["pause 1 for \(Duration.seconds(1))"])
        #expect(words(table.paused("a", pause: 1)) == ["launch", "started"])
        #expect(words(table.told(.ended("a", .cancelled))) == ["pause 2 for \(Duration.seconds(2))"])
        #expect(words(table.suspend("a", .stoppedByOperator)) == ["suspended"])
    }

    @Test("a Thing that is assigned again while it ends begins after it has ended")
    func assignedAgain() {
        var table = table()
        _ = table.start(first)
        _ = table.suspend("a", .stoppedByOperator)
        #expect(words(table.start(second)) == [])
        #expect(words(table.told(.ended("a", .cancelled))) == ["suspended", "launch", "started"])
    }
}
