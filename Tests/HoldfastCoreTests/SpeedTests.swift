import HoldfastCore
import Testing

/// How fast the core judges: printed, not asserted.
@Suite("Speed of the core")
struct SpeedTests {
    @Test("a list of 100,000 with one change is judged, and events pass", .timeLimit(.minutes(2)))
    func speed() {
        var list = ModelList((0..<100_000).map { ThingID("thing-\($0)") })
        var bench = Bench()
        _ = bench.connect()
        let clock = ContinuousClock()
        let first = clock.measure { _ = bench.read(list) }
        list.set("thing-500", payload: "new")
        let changed = list.reading()
        var updated: [ThingID] = []
        let change = clock.measure { updated = bench.read(.list(changed)).updated }
        list.remove("thing-501")
        let lacking = list.reading()
        let removal = clock.measure { _ = bench.read(.list(lacking)) }
        #expect(updated == ["thing-500"])
        #expect(bench.core.posture.removals.count == 1)

        var small = Bench.following(ModelList("a", "b", "c"))
        let reading = ModelList("a", "b", "c").reading()
        let events = clock.measure { for _ in 0..<20_000 { _ = small.read(.list(reading)) } }
        let perSecond = 20_000 / (Double(events.components.attoseconds) / 1e18 + Double(events.components.seconds))
        print("100,000 Things: first reading \(first), one change \(change), one removal \(removal)")
        print("readings of three Things a second: \(Int(perSecond))")
    }
}
