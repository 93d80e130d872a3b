import Synchronization
import Testing

@testable import HoldfastZooKeeper

@Suite struct WatchTests {
    @Test func outcomeIsTheFirstEnd() async throws {
        let watch = Watch()
        watch.end(.event(.deleted))
        watch.end(.closed)
        #expect(try await watch.outcome() == .event(.deleted))
        #expect(try await watch.outcome() == .event(.deleted))
    }

    @Test func allWhoWaitAreTold() async throws {
        let watch = Watch()
        let outcomes = try await withThrowingTaskGroup(of: Watch.Outcome.self) { group in
            for _ in 0..<10 { group.addTask { try await watch.outcome() } }
            group.addTask {
                watch.end(.sessionLost)
                return .sessionLost
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == Array(repeating: .sessionLost, count: 11))
    }

    @Test func cancelledWaiterLeavesTheWatchArmed() async throws {
        let watch = Watch()
        let waiter = Task { try await watch.outcome() }
        waiter.cancel()
        let error = await #expect(throws: ZooKeeperError.self) { try await waiter.value }
        #expect(error?.code == .cancelled)
        watch.end(.event(.created))
        #expect(try await watch.outcome() == .event(.created))
    }

    @Test func endIsHandedOnOnce() {
        let ends = Mutex<[Watch.Outcome]>([])
        let watch = Watch { outcome in ends.withLock { $0.append(outcome) } }
        watch.end(.disconnected)
        watch.end(.closed)
        #expect(ends.withLock { $0 } == [.disconnected])
    }
}

@Suite struct WatchTableTests {
    let path: ZNodePath = "/a"

    private func table(_ watches: [(Watch, WatchTable.Kind)], connection: Int = 1) -> WatchTable {
        var table = WatchTable()
        for (watch, kind) in watches { table.armed(.init(watch: watch, kind: kind), at: path, connection: connection) }
        return table
    }

    @Test(arguments: [
        (NodeEvent.created, true, false), (.dataChanged, true, false), (.childrenChanged, false, true),
        (.deleted, true, true),
    ])
    func eventEndsTheWatchesOfItsKind(_ event: NodeEvent, _ endsNode: Bool, _ endsChildren: Bool) {
        let node = Watch()
        let children = Watch()
        var table = table([(node, .node), (children, .children)])
        let ended = table.happened(event, at: path.bytes)
        #expect(ended.contains { $0 === node } == endsNode)
        #expect(ended.contains { $0 === children } == endsChildren)
        #expect(table.count == 2 - ended.count)
        #expect(table.happened(event, at: path.bytes).isEmpty)
    }

    @Test func eventOfAnotherPathEndsNothing() {
        let watch = Watch()
        var table = table([(watch, .node)])
        #expect(table.happened(.deleted, at: ZNodePath("/b").bytes).isEmpty)
        #expect(table.count == 1)
    }

    @Test func sameWatchArmedAgainIsKeptOnce() {
        let watch = Watch()
        var table = table([(watch, .node), (watch, .node)])
        #expect(table.happened(.dataChanged, at: path.bytes).count == 1)
    }

    @Test func watchThatNobodyHoldsIsDropped() {
        var table = WatchTable()
        for _ in 0..<1000 { table.armed(.init(watch: Watch(), kind: .node), at: path, connection: 1) }
        #expect(table.count == 0)
        table.armed(.init(watch: Watch { _ in }, kind: .node), at: path, connection: 1)
        #expect(table.count == 1)
    }

    @Test func newConnectionEndsTheWatchesOfFormerOnes() {
        let old = Watch()
        let new = Watch()
        var table = table([(old, .node)], connection: 1)
        table.armed(.init(watch: new, kind: .node), at: path, connection: 3)
        let ended = table.ended(before: 3)
        #expect(ended.count == 1 && ended.first === old)
        #expect(table.endedAll().first === new)
        #expect(table.count == 0)
    }
}
