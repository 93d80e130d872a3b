import HoldfastCore
import Testing

@Suite("Gate 1: the connection")
struct ConnectionGateTests {
    @Test("a connection asks for a reading and knows nothing before it")
    func connectionKnowsNothing() {
        var bench = Bench()
        let directives = bench.connect()
        #expect(directives.first == .read(afterSync: false))
        #expect(bench.core.posture.reasons == [.unread])
        #expect(bench.rows == [.unread])
    }

    @Test(
        "losing the connection holds what runs, whatever the reason",
        arguments: [
            (Disconnection.connecting, HoldReason.connecting), (.disconnected, .disconnected),
            (.sessionLost, .sessionLost),
            (.authenticationFailed, .authenticationFailed), (.closed, .closed),
        ])
    func lossHolds(reason: Disconnection, shown: HoldReason) {
        var bench = Bench.following(ModelList("a", "b"))
        #expect(bench.core.posture.state == .following)
        let directives = bench.disconnect(reason)
        #expect(directives.stopped.isEmpty)
        #expect(bench.core.posture.state == .holding([shown]))
        #expect(bench.rows == [.disconnected])
        #expect(bench.assigned == ["a", "b"])
    }

    @Test("a reading over a connection that is gone is ignored")
    func oldReadingIgnored() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        list.add("c")
        let late = Reading(
            connection: bench.connection, begun: bench.now, afterSync: false, outcome: .list(list.reading()))
        _ = bench.disconnect()
        _ = bench.connect()
        #expect(bench.core.read(late, at: bench.now).isEmpty)
        #expect(bench.core.posture.reasons == [.unread])
    }

    @Test("the same session back within its timeout follows after one reading")
    func shortOutage() {
        let list = ModelList("a", "b")
        var bench = Bench.following(list)
        _ = bench.disconnect()
        bench.pass(.seconds(1))
        _ = bench.connect()
        _ = bench.read(list)
        #expect(bench.core.posture.state == .following)
    }

    @Test(
        "a new session, or an outage longer than the timeout, believes absence only after the settle time",
        arguments: [true, false])
    func longOutageSettles(newSession: Bool) {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        _ = bench.disconnect()
        bench.pass(newSession ? .milliseconds(100) : .seconds(3))
        _ = bench.connect(session: newSession ? 2 : 1)
        list.remove("b")
        list.add("c")
        let begin = bench.now
        let directives = bench.read(list)
        #expect(directives.started == ["c"])
        #expect(bench.rows == [.settling])
        #expect(bench.core.posture.reasons == [.settling])
        #expect(bench.core.nextDeadline == begin + .seconds(5))
        #expect(bench.readAtDeadline(list).stopped == ["b"])
        #expect(bench.core.posture.state == .following)
    }

    @Test("a settle time that was interrupted begins anew: unknown time does not count")
    func interruptedSettle() {
        var list = ModelList("a", "b")
        var bench = Bench.following(list)
        _ = bench.connect(session: 2)
        _ = bench.read(list)
        _ = bench.disconnect()
        bench.pass(.seconds(1))
        _ = bench.connect(session: 2)
        list.remove("b")
        _ = bench.read(list)
        #expect(bench.core.nextDeadline == bench.now + .seconds(5))
    }

    @Test("a hold lasts since its begin, whatever its reasons become")
    func sinceOfHold() {
        var bench = Bench.following(ModelList("a"))
        bench.pass(.seconds(1))
        let begin = bench.now
        _ = bench.disconnect()
        bench.pass(.seconds(1))
        _ = bench.disconnect(.sessionLost)
        #expect(bench.core.posture.since == begin)
    }

    @Test("the settle time ends by itself where nothing waits for it")
    func settleEnds() {
        let list = ModelList("a")
        var bench = Bench.following(list)
        _ = bench.disconnect(.sessionLost)
        _ = bench.connect(session: 2)
        _ = bench.read(list)
        #expect(bench.core.posture.reasons == [.settling])
        #expect(bench.readAtDeadline(list).postures.map(\.state) == [.following])
    }
}
