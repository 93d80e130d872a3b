import HoldfastCore
import Testing

@Suite("What is known to be past")
struct HighWaterTests {
    /// An older backup, a younger one that holds x, and the list from which x was taken off.
    private static func history(isDeclared: Bool) -> (older: ModelList, younger: ModelList, list: ModelList) {
        var list = ModelList("a", "b")
        if isDeclared { list.adopt() }
        let older = list
        if isDeclared { list.declare(adding: ["x"]) } else { list.add("x") }
        let younger = list
        if isDeclared { list.declare(removing: ["x"]) } else { list.remove("x") }
        return (older, younger, list)
    }

    @Test(
        "a Thing that was taken off stays off when an older backup comes back, and then a younger one",
        arguments: [false, true], [false, true])
    func olderThenYounger(isDeclared: Bool, isRestarted: Bool) {
        let (older, younger, last) = Self.history(isDeclared: isDeclared)
        var list = last
        var bench = Bench.following(list)
        list.restore(older)
        _ = bench.learn(list)
        if isRestarted {
            _ = bench.restart()
            _ = bench.connect()
            _ = bench.learn(list)
        }
        list.restore(younger)
        _ = bench.connect()
        #expect(!bench.learn(list).started.contains("x"))
        #expect(bench.assigned == ["a", "b"])
        #expect(bench.core.posture.pendingStarts == 1)
        #expect(bench.core.posture.approvalToken != nil)
    }

    @Test(
        "what a writer puts on a restored list by name is started, though its zxid is lower than what was seen before")
    func vouchedFor() {
        let (older, _, last) = Self.history(isDeclared: true)
        var list = last
        list.writeElsewhere(1000)
        list.declare(adding: ["y"])
        list.declare(removing: ["y"])
        var bench = Bench.following(list)
        list.restore(older)
        _ = bench.learn(list)
        list.declare(adding: ["new"])
        #expect(bench.learn(list).started == ["new"])
    }

    @Test("a Thing that waits for a word is started when a writer confirms it, without a change of its node")
    func confirmed() {
        let (older, younger, last) = Self.history(isDeclared: true)
        var list = last
        var bench = Bench.following(list)
        list.restore(older)
        _ = bench.learn(list)
        list.restore(younger)
        _ = bench.connect()
        _ = bench.learn(list)
        list.declare(confirming: ["x"])
        #expect(bench.learn(list).started == ["x"])
        #expect(bench.core.posture.pendingStarts == 0)
    }

    @Test("an approval and a full statement make what is listed the present")
    func approvedOrStated() throws {
        let (older, younger, last) = Self.history(isDeclared: false)
        var list = last
        var bench = Bench.following(list)
        list.restore(older)
        _ = bench.learn(list)
        list.restore(younger)
        _ = bench.connect()
        _ = bench.learn(list)
        var stated = bench
        #expect(try bench.approveHeld().started == ["x"])
        list.replace(with: ["a", "b", "x"])
        #expect(stated.learn(list).started == ["x"])
    }

    @Test(
        "what was accepted of a list that a later one replaced is past when it comes back, and what is put on it then is not"
    )
    func earlierIncarnation() throws {
        var list = ModelList("a", "x")
        let older = list
        list.wipe(["a"])
        var bench = Bench.following(older)
        _ = bench.read(list)
        #expect(try bench.approveHeld().stopped == ["x"])
        var back = older
        back.add("y")
        _ = bench.learn(back)
        back.add("z")
        #expect(bench.learn(back).started == ["z"])
        #expect(bench.assigned == ["a", "z"])
    }
}
