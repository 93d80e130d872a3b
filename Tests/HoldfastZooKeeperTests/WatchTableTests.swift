import Testing

@testable import HoldfastZooKeeper

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
