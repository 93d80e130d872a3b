import HoldfastCore
import Testing

@Suite("Gate 2: the reading")
struct ReadingGateTests {
    @Test("a list that is missing when the settle time is over is not read again and again")
    func missingEndsSettling() {
        var bench = Bench.following(ModelList("a"))
        _ = bench.connect(session: 2)
        _ = bench.read(.missing)
        bench.pass(.seconds(5))
        #expect(bench.reachDeadline() == [.read(afterSync: false)])
        _ = bench.read(.missing)
        #expect(bench.core.nextDeadline == nil)
        #expect(bench.core.posture.reasons == [.listMissing])
    }

    @Test("a missing list node is trouble, never empty")
    func missingIsTrouble() {
        var bench = Bench.following(ModelList("a", "b"))
        let directives = bench.read(.missing)
        #expect(directives.stopped.isEmpty)
        #expect(bench.rows == [.missing])
        #expect(bench.core.posture.reasons == [.listMissing])
        #expect(bench.core.posture.removals.count == 2)
        #expect(bench.core.nextDeadline == nil)
    }

    @Test("a list that is spread over shards starts and stops nothing, and nothing of it can be approved")
    func shardedHolds() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        list.remove("b")
        list.add("c")
        let directives = bench.readSharded(list)
        #expect(directives.started.isEmpty && directives.stopped.isEmpty && bench.rows == [.sharded])
        #expect(bench.core.posture.reasons == [.listSharded] && HoldReason.listSharded.asksForAnOperator)
        #expect(bench.core.posture.removals.isEmpty && bench.core.posture.approvalToken == nil)
        #expect(bench.core.nextDeadline == nil)
        #expect(bench.audit().isEmpty)
        bench.pass(.seconds(60))
        #expect(bench.readSharded(list).stopped.isEmpty)
        #expect(bench.assigned == ["a", "b"])
    }

    @Test("a list that was spread over shards and is stated whole is followed at once")
    func shardedThenPlain() {
        var list = ModelList()
        list.replace(with: ["a", "b"])
        var bench = Bench.following(list)
        list.remove(["a", "b"])
        _ = bench.readSharded(list)
        #expect(bench.core.posture.reasons == [.listSharded])
        list.replace(with: ["b", "c"])
        let directives = bench.read(list)
        #expect(directives.stopped == ["a"] && directives.started == ["c"])
        #expect(bench.core.posture.state == .following)
        // An undeclared one is as undeclared as it was: absence has to hold still anew.
        var undeclared = ModelList("a", "b", "c")
        var other = Bench.following(undeclared)
        undeclared.remove("c")
        _ = other.read(undeclared)
        _ = other.readSharded(undeclared)
        other.pass(.seconds(5))
        #expect(other.read(undeclared).stopped.isEmpty)
        #expect(other.readAtDeadline(undeclared).stopped == ["c"])
    }

    @Test("a worker that begins with a list that is spread over shards runs what it last knew, and starts nothing else")
    func shardedAtFirst() {
        var list = ModelList()
        list.replace(with: ["a", "b"])
        var bench = Bench.following(list)
        _ = bench.restart()
        _ = bench.connect()
        list.remove(["a", "b"])
        #expect(bench.readSharded(list).started.isEmpty)
        bench.pass(.milliseconds(300))
        #expect(bench.reachDeadline().started == ["a", "b"])
        #expect(bench.core.posture.reasons.first == .listSharded)
        var fresh = Bench()
        _ = fresh.connect()
        #expect(fresh.readSharded(list).started.isEmpty)
        #expect(fresh.core.posture.reasons == [.listSharded])
    }

    @Test("a server that lags and shows the list as it was spread is asked once more")
    func shardedAndStale() {
        let past = ModelList("a", "b")
        var list = past
        list.add("c")
        var bench = Bench.following(list)
        #expect(bench.readSharded(past).contains(.read(afterSync: true)))
        #expect(bench.rows == [.stale] && bench.core.posture.reasons == [.stale])
        _ = bench.readSharded(past, afterSync: true)
        #expect(bench.core.posture.reasons == [.listSharded])
    }

    @Test("a failed reading holds, and the next good one follows")
    func failedHolds() {
        let list = ModelList("a", "b")
        var bench = Bench.following(list)
        #expect(bench.read(.failed).stopped.isEmpty)
        #expect(bench.rows == [.failed])
        #expect(bench.core.posture.reasons == [.readFailed])
        _ = bench.read(list)
        #expect(bench.core.posture.state == .following)
    }

    @Test("a torn reading proves nothing and is read again")
    func tornIsReadAgain() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        list.remove("b")
        list.add("c")
        #expect(bench.read(.list(list.tornReading())) == [.read(afterSync: false)])
        #expect(bench.rows == [.torn])
        #expect(bench.assigned == ["a", "b"])
    }

    @Test("torn readings in a row are a hold")
    func tornInARowHolds() {
        let list = ModelList("a", "b")
        var bench = Bench.following(list)
        for _ in 0..<3 { _ = bench.read(.list(list.tornReading())) }
        #expect(bench.core.posture.reasons == [.torn])
        _ = bench.read(list)
        #expect(bench.core.posture.state == .following)
    }

    @Test("an entry that cannot be read waits, and runs on with its last payload where it ran")
    func unreadEntry() {
        var list = ModelList("a")
        var bench = Bench.following(list)
        list.set("a", payload: "new")
        list.add("b")
        let directives = bench.read(.list(list.reading(unread: ["a", "b"])))
        #expect(directives.started.isEmpty && directives.updated.isEmpty && directives.stopped.isEmpty)
        #expect(bench.rows.contains(.entryUnread))
        #expect(bench.core.posture.pendingStarts == 1)
        let next = bench.read(list)
        #expect(next.started == ["b"] && next.updated == ["a"])
        #expect(bench.core.posture.pendingStarts == 0)
    }

    @Test("a name that is not UTF-8 is a Thing like any other, and its absence needs proof")
    func oddName() {
        let odd = ThingID(bytes: [0xFF, 0x20, 0xC0])
        var list = ModelList("a", odd)
        var bench = Bench()
        _ = bench.connect()
        #expect(bench.read(list).started.contains(odd))
        #expect(bench.rows.contains(.oddName))
        list.remove(odd)
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.readAtDeadline(list).stopped == [odd])
    }
}
