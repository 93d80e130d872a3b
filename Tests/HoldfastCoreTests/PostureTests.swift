import HoldfastCore
import Testing

@Suite("What a worker says of itself")
struct PostureTests {
    @Test("a removal that waits says since when, and what for")
    func removalWaits() {
        var list = ModelList("a", "b", "c")
        var bench = Bench.following(list)
        bench.pass(.seconds(7))
        list.remove("c")
        _ = bench.read(list)
        let since = bench.now
        let still = PendingRemoval(thing: "c", since: since, waitsFor: .stillness)
        #expect(bench.core.posture.removals == [still])
        bench.pass(.milliseconds(100))
        _ = bench.read(.failed)
        #expect(bench.core.posture.removals == [PendingRemoval(thing: "c", since: since, waitsFor: .reading)])
        _ = bench.disconnect(.sessionLost)
        #expect(bench.core.posture.removals == [PendingRemoval(thing: "c", since: since, waitsFor: .connection)])
        _ = bench.connect(session: 2)
        _ = bench.read(list)
        #expect(bench.core.posture.removals == [PendingRemoval(thing: "c", since: since, waitsFor: .settling)])
        list.remove("b")
        _ = bench.read(list)
        #expect(bench.core.posture.removals.map(\.waitsFor) == [.word, .word])
    }

    @Test("the oldest proof is that of what has been absent longest")
    func oldestProof() {
        var list = ModelList("a", "b", "c")
        var bench = Bench.following(list)
        let first = bench.now
        bench.pass(.seconds(10))
        list.remove(["b", "c"])
        _ = bench.read(list)
        #expect(bench.core.posture.provedAt == first)
        bench.pass(.seconds(10))
        list.add("b")
        list.add("c")
        _ = bench.read(list)
        #expect(bench.core.posture.provedAt == bench.now)
    }

    @Test("the gravest reason comes first, and each is named once")
    func reasonsInOrder() {
        var list = ModelList("a", "b", "c")
        var bench = Bench.following(list)
        list.wipe(["a"])
        _ = bench.learn(list)
        #expect(bench.core.posture.reasons == [.listRecreated, .braked, .settling])
        _ = bench.disconnect()
        #expect(bench.core.posture.reasons == [.disconnected, .listRecreated, .braked])
    }

    @Test("a number of removals that changes while holding is news; the same posture is none")
    func news() {
        var list = ModelList("a", "b", "c", "d")
        var bench = Bench.following(list)
        list.remove(["b", "c", "d"])
        #expect(bench.read(list).postures.map(\.removals.count) == [3])
        #expect(bench.read(list).postures.isEmpty)
        list.add("b")
        #expect(bench.read(list).postures.map(\.removals.count) == [2])
    }

    @Test("a hold that ends and begins again has another since")
    func sinceOfNextHold() {
        let list = ModelList("a")
        var bench = Bench.following(list)
        _ = bench.disconnect()
        _ = bench.connect()
        bench.pass(.seconds(1))
        #expect(bench.read(list).postures.map(\.since) == [bench.now])
        bench.pass(.seconds(1))
        #expect(bench.disconnect().postures.map(\.since) == [bench.now])
    }
}
