import HoldfastCore
import Testing

/// All that forbids a stop, or the start of what was taken off, is kept on disk: each part of it is lost once, and that leads to just
/// what it forbids.
@Suite("What is kept over a restart")
struct KeptOverRestartTests {
    @Test(
        "each part of what is kept forbids something, and what it forbids happens where it is lost", arguments: fields)
    func forbids(field: String) throws {
        guard let scene = Self.scenes[field] else {
            // What is assigned is what all this is about: without it nothing runs, and nothing can stop.
            #expect(field == "things", "nothing shows what '\(field)' forbids")
            return
        }
        #expect(try scene.play { _ in } == false, "it happens although nothing was lost")
        #expect(try scene.play(scene.lose) == true, "nothing comes of the loss of '\(field)'")
    }

    private static let fields = Mirror(reflecting: LastKnownGood()).children.compactMap(\.label)

    /// A restart on the way, and whether what must not happen happened.
    struct Scene: Sendable {
        var lose: @Sendable (inout LastKnownGood) -> Void
        var happens: @Sendable ((inout Bench) -> Void) throws -> Bool

        func play(_ lose: @escaping @Sendable (inout LastKnownGood) -> Void) throws -> Bool {
            try happens { bench in
                _ = bench.restart { lose(&$0) }
                _ = bench.connect()
            }
        }
    }

    private static let scenes: [String: Scene] = [
        "floor": Scene(lose: { $0.floor = nil }) { restart in
            let backup = ModelList("a", "b", "c", "d")
            var list = backup
            list.add("e")
            var bench = Bench.following(list)
            list.restore(backup)
            list.writeElsewhere(50)
            list.skewCount(by: 1)
            restart(&bench)
            return bench.settleAndStop(list).contains("e")
        },
        "newest": Scene(lose: { $0.newest = nil }) { restart in
            let whole = ModelList("a", "b", "c")
            var list = whole
            var bench = Bench.following(list)
            list.removeAll()
            _ = bench.read(list)
            restart(&bench)
            // A server that lags.
            _ = bench.read(whole)
            list.add("a")
            list.add("b")
            return bench.settleAndStop(list).contains("c")
        },
        "trouble": Scene(lose: { $0.trouble = nil }) { restart in
            var list = ModelList("a", "b", "c")
            var bench = Bench.following(list)
            list.removeAll()
            _ = bench.read(list)
            list.add("a")
            list.add("b")
            restart(&bench)
            return bench.settleAndStop(list).contains("c")
        },
        "accepted": Scene(lose: { $0.accepted = nil }) { restart in
            var list = ModelList("a", "b", "c")
            list.adopt()
            var bench = Bench.following(list)
            list.remove("c")
            list.scribble()
            restart(&bench)
            return bench.settleAndStop(list).contains("c")
        },
        "newestStatement": Scene(lose: { $0.newestStatement = nil }) { restart in
            var list = ModelList("a")
            list.replace(with: ["a"])
            let backup = list
            list.declare(adding: ["b"])
            var bench = Bench.following(list)
            list.restore(backup)
            restart(&bench)
            return bench.learn(list).stopped.contains("b")
        },
        "heads": Scene(lose: { $0.heads = $0.accepted.map { [$0.id] } ?? [] }) { restart in
            // What a word put on the list that was never accepted is taken off by one that has not heard of it.
            var list = ModelList(["a", "b"])
            list.adopt()
            var bench = Bench.following(list)
            let backup = list
            list.declare(adding: ["c"], removing: ["b"], more: true)
            _ = bench.read(list)
            list.restore(backup)
            list.writeElsewhere(50)
            list.declare(adding: ["d"])
            restart(&bench)
            return bench.learn(list).stopped.contains("c")
        },
        "highWater": Scene(lose: { $0.highWater = HighWater() }) { restart in
            var list = ModelList("a")
            let older = list
            list.add("x")
            let younger = list
            list.remove("x")
            var bench = Bench.following(list)
            list.restore(older)
            _ = bench.learn(list)
            restart(&bench)
            list.restore(younger)
            return bench.learn(list).started.contains("x")
        },
        "departed": Scene(lose: { $0.departed = [] }) { restart in
            var list = ModelList(["a", "b", "c", "d", "e", "f", "g", "h"])
            var bench = Bench.following(list)
            list.remove(["a", "b", "c", "d"])
            _ = bench.read(list)
            _ = bench.readAtDeadline(list)
            restart(&bench)
            list.remove(["e", "f"])
            return bench.settleAndStop(list).contains("e")
        },
        "awaitingWord": Scene(lose: { $0.awaitingWord = [:] }) { restart in
            let old = ModelList("a", "x")
            var list = old
            list.remove("x")
            var bench = Bench.following(list)
            list.restore(old)
            _ = bench.learn(list)
            list.writeElsewhere(50)
            list.add("later")
            _ = bench.learn(list)
            restart(&bench)
            return bench.learn(list).started.contains("x")
        },
        "approvals": Scene(lose: { $0.approvals = 0 }) { restart in
            let older = ModelList("a")
            var list = older
            list.add("b")
            list.add("c")
            let younger = list
            var bench = Bench.following(list)
            list.restore(older)
            _ = bench.learn(list)
            let token = try #require(bench.core.posture.approvalToken)
            _ = try bench.approveHeld()
            list.restore(younger)
            _ = bench.connect()
            _ = bench.learn(list)
            _ = try bench.approveHeld()
            restart(&bench)
            list.restore(older)
            _ = bench.learn(list)
            return bench.approve(token) != nil
        },
    ]
}

extension Bench {
    /// Lets the settle time and the quiet pass, with a reading whenever one is asked for.
    fileprivate mutating func settleAndStop(_ list: ModelList) -> [ThingID] {
        var stopped = learn(list).stopped
        for _ in 0..<4 { stopped += readAtDeadline(list).stopped }
        return stopped
    }
}
