import HoldfastCore
import Testing

@Suite("Whose list it is")
struct StrangerTests {
    private static func named() -> ModelList {
        var list = ModelList("a", "b", "c")
        list.name = "plant-7"
        list.adopt()
        return list
    }

    private static func stranger(name: String?) -> ModelList {
        var list = ModelList("y")
        list.name = name
        list.wipe(["y"])
        list.replace(with: ["y", "z"])
        return list
    }

    @Test(
        "a full statement of another name, or of none, is no word about a list that has a name",
        arguments: ["plant-9", nil])
    func anotherName(name: String?) {
        let list = Self.named()
        var bench = Bench.following(list)
        let directives = bench.read(Self.stranger(name: name))
        #expect(directives.stopped.isEmpty && directives.started.isEmpty)
        #expect(bench.core.posture.reasons.contains(.listOfAnotherName))
        bench.pass(.seconds(60))
        #expect(bench.read(Self.stranger(name: name)).started.isEmpty)
        // Ours is back, and goes on where it was.
        var ours = list
        ours.declare(removing: ["c"])
        #expect(bench.learn(ours).stopped == ["c"])
        #expect(bench.core.posture.state == .following)
    }

    @Test("the name is kept over a restart")
    func keptOverRestart() {
        var bench = Bench.following(Self.named())
        _ = bench.restart()
        _ = bench.connect()
        let directives = bench.read(Self.stranger(name: "plant-9"))
        #expect(directives.stopped.isEmpty && !directives.started.contains("y"))
        #expect(bench.core.posture.reasons.contains(.listOfAnotherName))
    }

    @Test("an operator who knows better approves it")
    func approved() throws {
        var bench = Bench.following(Self.named())
        _ = bench.read(Self.stranger(name: "plant-9"))
        let directives = try bench.approveHeld()
        #expect(directives.stopped == ["a", "b", "c"] && directives.started == ["y", "z"])
        #expect(bench.core.posture.state == .following)
    }

    @Test("the writer of a list may give it another name in its own history")
    func renamed() {
        var list = Self.named()
        var bench = Bench.following(list)
        list.name = "plant-8"
        list.declare(removing: ["c"])
        #expect(bench.read(list).stopped == ["c"])
        #expect(bench.core.posture.state == .following)
    }

    @Test("the same list written anew under its name after a wipe is believed")
    func wipedAndStated() {
        var list = Self.named()
        var bench = Bench.following(list)
        list.wipe([])
        list.replace(with: ["a", "b"])
        #expect(bench.read(list).stopped == ["c"])
    }
}
