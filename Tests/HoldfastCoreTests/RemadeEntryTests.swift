import HoldfastCore
import Testing

@Suite("Entries that are made anew")
struct RemadeEntryTests {
    @Test(
        "a script that deletes and creates in one transaction is followed, though one reading still shows the old node")
    func remadeInOneTransaction() throws {
        var list = ModelList("w", "x", "y", "z")
        var bench = Bench.following(list)
        let old = try #require(list.entries["x"])
        list.remake(["x"], removing: ["y"])
        // The names are newer than what is known of x.
        _ = bench.read(.list(list.reading(older: ["x": old])))
        let directives = bench.read(list)
        #expect(directives.refenced == ["x"])
        #expect(bench.core.posture.state == .following)
        #expect(bench.readAtDeadline(list).stopped == ["y"])
        list.add("new")
        #expect(bench.read(list).started == ["new"])
    }

    @Test("what the counts do not explain is kept over a restart, so that the node that comes to light is no stranger")
    func slackIsKept() throws {
        var list = ModelList("x", "y")
        var bench = Bench.following(list)
        let old = try #require(list.entries["x"])
        list.remake(["x"])
        _ = bench.read(.list(list.reading(older: ["x": old])))
        _ = bench.restart()
        _ = bench.connect()
        _ = bench.read(list)
        #expect(!bench.core.posture.reasons.contains(.historyDiffers))
    }

    @Test("an entry whose payload was bad while it was made anew starts to be told of changes when it is mended")
    func badPayloadMeanwhile() {
        var list = ModelList("x", "y")
        var bench = Bench.following(list)
        list.remake(["x"])
        _ = bench.read(.list(list.reading(unread: ["x"])))
        list.set("x", payload: "mended")
        let directives = bench.read(list)
        #expect(directives.updated == ["x"])
        #expect(bench.core.posture.state == .following)
        #expect(bench.core.posture.pendingStarts == 0)
    }

    @Test("a declared list whose entry is made anew behind a stale node goes on being followed")
    func declaredAndRemade() throws {
        var list = ModelList("x", "y")
        list.adopt()
        var bench = Bench.following(list)
        let old = try #require(list.entries["x"])
        list.transact { list, zxid in
            list.delete("x", zxid: zxid)
            list.create("x", zxid: zxid)
        }
        list.adopt()
        _ = bench.read(.list(list.reading(older: ["x": old])))
        _ = bench.read(list)
        #expect(bench.core.posture.state == .following)
        list.declare(removing: ["y"])
        #expect(bench.read(list).stopped == ["y"])
    }

    @Test("a node of another history is found where nothing that was counted explains it")
    func strangeNodeWithoutSlack() {
        let backup = ModelList("a", "b", "c", "d")
        var list = backup
        list.writeElsewhere(5)
        list.add("e")
        var bench = Bench.following(list)
        list.restore(backup)
        list.remake(["b"])
        list.writeElsewhere(50)
        list.remove("c")
        _ = bench.learn(list)
        #expect(bench.rows.contains(.differs))
        bench.pass(.seconds(10))
        #expect(bench.learn(list).stopped.isEmpty)
    }

    @Test("a node that was known to be current is never taken for one that was made anew unseen, whatever was counted")
    func currentNodeIsExact() {
        var list = ModelList("a", "b", "c", "d")
        let backup = list
        var bench = Bench.following(list)
        // Something came and went unseen: the counts have room for a node made anew.
        list.add("e")
        list.remove("e")
        _ = bench.read(list)
        var other = list
        other.restore(backup)
        other.remake(["b"])
        other.writeElsewhere(50)
        other.skewCount(by: 0)
        _ = bench.learn(other)
        #expect(bench.rows.contains(.differs))
    }
}
