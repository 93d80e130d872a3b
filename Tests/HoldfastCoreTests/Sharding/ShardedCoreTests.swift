import HoldfastCore
import Testing

/// A list that is spread over shards: which words count, and what a change of the layout does.
@Suite struct ShardedCoreTests {
    private static let things = Set((0..<40).map { ThingID("thing-\($0)") })
    private static let one = ThingID("thing-7")

    private static func place(of id: ThingID, in bench: ShardedBench) -> Place { bench.present.place(of: id) }

    @Test("everything on every shard is started once", arguments: [0, 1, 4, 16])
    func startsAll(_ shards: Int) {
        let bench = ShardedBench.following(Self.things, shards: shards)
        #expect(bench.running == Self.things)
        #expect(!bench.core.posture.isHolding && bench.core.posture.assigned == 40)
    }

    @Test("a removal is proved by its shard alone, though nothing else was read since")
    func removal() {
        var bench = ShardedBench.following(Self.things, shards: 4)
        let place = Self.place(of: Self.one, in: bench)
        bench.state((bench.nodes[place]?.names ?? []).subtracting([Self.one]), at: place)
        #expect(bench.read(place).stopped == [Self.one])
        #expect(!bench.core.posture.isHolding && bench.core.posture.assigned == 39)
    }

    @Test(
        "a change of the layout starts and stops nothing, and refences what runs",
        arguments: [(0, 4), (4, 16), (16, 4), (4, 0), (1, 0), (0, 1)])
    func change(_ before: Int, _ after: Int) {
        var bench = ShardedBench.following(Self.things, shards: before)
        bench.lay(out: after)
        let told = bench.read(.list)
        let all = bench.settle(told)
        #expect(all.started.isEmpty && all.stopped.isEmpty && all.suspended.isEmpty)
        #expect(Set(all.refenced) == Self.things)
        #expect(!bench.core.posture.isHolding && bench.running == Self.things)
        #expect(bench.core.isSharded == (after > 0))
    }

    @Test(
        "what was taken off before the layout changed, unseen, is stopped after it",
        arguments: [(4, 16), (0, 4), (4, 0)])
    func removalBeforeTheChange(_ before: Int, _ after: Int) {
        var bench = ShardedBench.following(Self.things, shards: before)
        let place = Self.place(of: Self.one, in: bench)
        bench.state((bench.nodes[place]?.names ?? []).subtracting([Self.one]), at: place)
        bench.lay(out: after)
        let told = bench.read(.list)
        #expect(bench.settle(told).stopped == [Self.one])
        #expect(!bench.core.posture.isHolding)
    }

    @Test("what is absent under a layout that does not continue what was accepted is held, and an approval ends it")
    func otherHistory() throws {
        var bench = ShardedBench.following(Self.things, shards: 4)
        bench.lay(out: 16, losing: [Self.one], forgetting: true)
        let told = bench.read(.list)
        #expect(bench.settle(told).stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.declarationOfOtherLineage])
        #expect(bench.core.posture.removals.map(\.thing) == [Self.one] && bench.core.posture.heldShards.count == 1)
        let token = try #require(bench.core.posture.approvalToken)
        let approved = bench.core.approve(token, at: bench.now)
        #expect(approved?.stopped == [Self.one])
        #expect(!bench.core.posture.isHolding)
    }

    @Test("one generation that an old place had and the layout does not know is enough to hold")
    func oneForgottenPlace() {
        var bench = ShardedBench.following(Self.things, shards: 4)
        bench.lay(out: 16, losing: [Self.one])
        var layout = bench.present
        layout.was[3] = [1]
        bench.nodes[.list]?.layout = .layout(layout)
        let told = bench.read(.list)
        #expect(bench.settle(told).stopped.isEmpty)
    }

    @Test("a shard that was withdrawn stops nothing while its children are deleted")
    func withdrawn() throws {
        var bench = ShardedBench.following(Self.things, shards: 4)
        let old = bench.present.places
        bench.lay(out: 16)
        for place in old {
            bench.nodes[place]?.names = []
            bench.nodes[place]?.stat.pzxid += 100
            #expect(bench.read(place).stopped.isEmpty)
            // Also where the layout is not told of, and it is read again.
            #expect(bench.read(place).stopped.isEmpty)
        }
        #expect(bench.core.posture.isHolding)
    }

    @Test("a shard without a declaration stops nothing, not even where none was ever accepted")
    func undeclaredShard() {
        var bench = ShardedBench()
        bench.state(Self.things, at: .list, whole: true)
        bench.lay(out: 4)
        let place = Self.place(of: Self.one, in: bench)
        bench.nodes[place]?.declaration = nil
        let asked = bench.connect()
        _ = bench.settle(asked)
        #expect(bench.core.posture.reasons == [.declarationLost])
        #expect(!bench.running.contains(Self.one) && bench.running.count > 20)
    }

    @Test("a shard that is missing holds what stood there")
    func missingShard() {
        var bench = ShardedBench.following(Self.things, shards: 4)
        let place = Self.place(of: Self.one, in: bench)
        bench.nodes[place] = nil
        let told = bench.read(place)
        #expect(told.contains(.read(afterSync: true)))
        #expect(bench.settle(told).stopped.isEmpty)
        #expect(bench.core.posture.reasons == [.listMissing] && bench.core.posture.heldShards.count == 1)
    }

    /// What may stand in the data of the list node in place of a layout.
    enum Damage: CaseIterable { case garbage, nothing, older, missing, failed }

    @Test(
        "while the layout is not known, no shard's word counts; when it is again, all are read",
        arguments: Damage.allCases)
    func layoutUnknown(_ damage: Damage) {
        var bench = ShardedBench.following(Self.things, shards: 4)
        let whole = bench.nodes[.list]
        switch damage {
        case .garbage: bench.nodes[.list]?.layout = .malformed
        case .nothing: bench.nodes[.list]?.layout = .none
        case .older: bench.nodes[.list]?.layout = .layout(Layout(generation: 1, shards: 4))
        case .missing: bench.nodes[.list] = nil
        case .failed: break
        }
        _ = damage == .failed ? bench.read(.failed, of: .list) : bench.read(.list, afterSync: true)
        let place = bench.core.layout?.place(of: Self.one) ?? .list
        let names = bench.nodes[place]?.names ?? []
        bench.state(names.subtracting([Self.one]), at: place)
        #expect(bench.read(place).stopped.isEmpty)
        let reason: [Damage: HoldReason] = [
            .garbage: .layoutLost, .nothing: .layoutLost, .older: .layoutBehind, .missing: .listMissing,
            .failed: .readFailed,
        ]
        #expect(bench.core.posture.reasons == reason[damage].map { [$0] })
        bench.nodes[.list] = whole
        let told = bench.read(.list)
        #expect(bench.settle(told).stopped == [Self.one])
        #expect(!bench.core.posture.isHolding)
    }

    @Test("an older layout is asked for once more, after a sync, before it is believed to be one")
    func laggingServer() {
        var bench = ShardedBench.following(Self.things, shards: 4)
        let present = bench.nodes[.list]
        bench.nodes[.list]?.layout = .layout(Layout(generation: 1, shards: 2))
        #expect(bench.read(.list) == [.read(afterSync: true)])
        bench.nodes[.list] = present
        let told = bench.read(.list, afterSync: true)
        #expect(bench.settle(told).stopped.isEmpty && !bench.core.posture.isHolding)
    }

    @Test("after a reconnect no shard's word counts before the layout was read over that connection")
    func reconnected() {
        var bench = ShardedBench.following(Self.things, shards: 4)
        let place = Self.place(of: Self.one, in: bench)
        _ = bench.disconnect()
        bench.state((bench.nodes[place]?.names ?? []).subtracting([Self.one]), at: place)
        let asked = bench.connect()
        #expect(
            asked.contains(.read(afterSync: false))
                && !asked.contains { if case .readShard = $0 { true } else { false } })
        #expect(bench.read(place).stopped.isEmpty)
        #expect(bench.settle(asked).stopped == [Self.one])
    }

    @Test("an entry that stands in another's shard is no Thing there, and its going stops nothing")
    func misplaced() {
        var bench = ShardedBench.following(Self.things, shards: 4)
        let own = Self.place(of: Self.one, in: bench)
        guard let other = bench.present.places.first(where: { $0 != own }), case .shard(let shard) = other else {
            return
        }
        let names = bench.nodes[other]?.names ?? []
        bench.state(names.union([Self.one, "stranger"]), at: other)
        let came = bench.read(other)
        #expect(!came.started.contains(Self.one))
        #expect(came.contains(.misplaced(Self.one, shard)))
        let strangerIsOwn = bench.present.place(of: "stranger") == other
        #expect(bench.core.posture.assigned == (strangerIsOwn ? 41 : 40))
        bench.state(names, at: other)
        #expect(!bench.read(other).stopped.contains(Self.one))
        #expect(bench.running == Self.things && bench.core.posture.assigned == 40)
    }

    @Test("a writer who states the whole list in its old plain form is believed, where that is newer")
    func plainAnew() {
        var bench = ShardedBench.following(Self.things, shards: 4)
        bench.nodes[.list]?.layout = .none
        bench.zxid += 1000
        bench.state(Self.things.subtracting([Self.one]), at: .list, whole: true)
        let told = bench.read(.list)
        #expect(bench.settle(told).stopped == [Self.one])
        #expect(!bench.core.isSharded && !bench.core.posture.isHolding)
    }

    @Test("a layout of the same number with a newer generation changes nothing")
    func sameNumber() {
        var bench = ShardedBench.following(Self.things, shards: 4)
        var layout = bench.present
        layout.generation += 500
        bench.nodes[.list]?.layout = .layout(layout)
        let told = bench.read(.list)
        let all = bench.settle(told)
        #expect(all.stopped.isEmpty && all.started.isEmpty && all.refenced.isEmpty)
        #expect(bench.core.layout?.generation == layout.generation)
    }

    @Test("what was stopped by an operator, and what is quarantined, stays so when the layout changes")
    func suspensions() {
        var bench = ShardedBench.following(Self.things, shards: 4)
        let directives = bench.core.stop(Self.one, at: bench.now) ?? []
        _ = bench.note(directives)
        bench.lay(out: 16)
        let told = bench.read(.list)
        #expect(bench.settle(told).started.isEmpty)
        #expect(bench.core.posture.suspended == [Self.one: .stoppedByOperator])
        #expect(bench.core.resume(Self.one, at: bench.now)?.started == [Self.one])
    }

    @Test("what was kept of a sharded list is run after a restart, and held against its shards", arguments: [4, 16])
    func restart(_ after: Int) {
        var bench = ShardedBench.following(Self.things, shards: 4)
        let kept = bench.core.lastKnownGood
        #expect(kept.assignedCount == 40 && kept.shards.count == 4)
        let place = Self.place(of: Self.one, in: bench)
        bench.state((bench.nodes[place]?.names ?? []).subtracting([Self.one]), at: place)
        if after != 4 { bench.lay(out: after) }
        bench.core = ShardedCore()
        bench.running = []
        let restored = bench.core.restore(kept, age: .seconds(60), at: bench.now)
        #expect(restored.started.isEmpty)
        let asked = bench.connect()
        let all = bench.settle(asked)
        #expect(all.stopped == [Self.one] && bench.running == Self.things.subtracting([Self.one]))
        #expect(!bench.core.posture.isHolding)
    }

    @Test("a worker that starts without servers runs what it knew of all shards")
    func coldStart() {
        var bench = ShardedBench.following(Self.things, shards: 4)
        let kept = bench.core.lastKnownGood
        bench.core = ShardedCore()
        bench.running = []
        _ = bench.core.restore(kept, age: .seconds(60), at: bench.now)
        bench.now = bench.now + .seconds(1)
        let directives = bench.core.deadlineReached(at: bench.now)
        _ = bench.note(directives)
        #expect(bench.running == Self.things)
    }
}
