import Testing

@testable import HoldfastZooKeeper

@Suite struct WatchTableTests {
    let path: ZNodePath = "/a"

    private func table(_ watches: [(Watch, WatchPlace.Kind)], connection: Int = 1) -> WatchTable {
        var table = WatchTable(bytesAllowed: 1000)
        for (watch, kind) in watches { table.arm(watch, at: place(kind), connection: connection) }
        return table
    }

    private func place(_ kind: WatchPlace.Kind = .node, _ path: ZNodePath = "/a") -> WatchPlace {
        WatchPlace(path: path.bytes, kind: kind)
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
        var table = table([])
        for _ in 0..<1000 { table.arm(Watch(), at: place(), connection: 1) }
        #expect(table.count == 0)
        table.arm(Watch { _ in }, at: place(), connection: 1)
        #expect(table.count == 1)
    }

    @Test func newConnectionEndsTheWatchesOfFormerOnes() {
        let old = Watch()
        let new = Watch()
        var table = table([(old, .node)], connection: 1)
        table.arm(new, at: place(), connection: 3)
        let ended = table.ended(before: 3)
        #expect(ended.watches.count == 1 && ended.watches.first === old)
        #expect(ended.unneeded == [])
        #expect(table.endedAll().first === new)
        #expect(table.count == 0)
    }

    // MARK: What the server keeps armed

    @Test func placeIsRemovedOnlyWhenNobodyNeedsIt() {
        var first: Watch? = Watch()
        let second = Watch()
        var table = table([])
        if let first { table.arm(first, at: place(), connection: 1) }
        table.arm(second, at: place(), connection: 1)
        first = nil
        let whileOneNeedsIt = table.beginRemoval(of: place())
        second.end(.removed)
        let reads = table.beginRead(arming: place())
        let whileAReadIsUnderWay = table.beginRemoval(of: place())
        let isUnneededAfterTheReadFailed = table.notArmed(place())
        let whenNobodyNeedsIt = table.beginRemoval(of: place())
        let twice = table.beginRemoval(of: place())
        #expect(!whileOneNeedsIt && reads && !whileAReadIsUnderWay && isUnneededAfterTheReadFailed)
        #expect(whenNobodyNeedsIt && !twice)
        table.removalEnded(at: place(), isRemoved: true)
        #expect(table.placeCount == 0 && table.bytes == 0)
    }

    @Test func watchThatEndedWhileItsReadWasUnderWayLeavesItsPlaceUnneeded() {
        var table = WatchTable(bytesAllowed: 1000)
        let watch = Watch()
        let fits = table.beginRead(arming: place())
        watch.remove()
        let isUnneeded = table.armed(watch, at: place(), connection: 1)
        let begins = table.beginRemoval(of: place())
        #expect(fits && isUnneeded && begins && table.count == 0)
        table.removalEnded(at: place(), isRemoved: true)
        #expect(table.placeCount == 0 && table.bytes == 0)
    }

    @Test func placeArmedAnewDuringItsRemovalStays() {
        var table = table([(Watch(), .node)])
        let begins = table.beginRemoval(of: place())
        let reads = table.beginRead(arming: place())
        #expect(begins && reads)
        table.removalEnded(at: place(), isRemoved: true)
        let watch = Watch()
        let isUnneeded = table.armed(watch, at: place(), connection: 1)
        #expect(!isUnneeded)
        #expect(table.happened(.deleted, at: path.bytes).first === watch)
        #expect(table.placeCount == 0)
    }

    @Test func placeWhoseRemovalFailedIsFoundAgain() {
        var table = table([(Watch(), .children)])
        let begins = table.beginRemoval(of: place(.children))
        #expect(begins)
        table.removalEnded(at: place(.children), isRemoved: false)
        #expect(table.ended(before: 2).unneeded == [place(.children)])
    }

    @Test func bytesAreCountedOncePerPlaceAndBounded() {
        var table = WatchTable(bytesAllowed: 12)
        let watch = Watch()
        table.arm(watch, at: place(), connection: 1)
        table.arm(Watch(), at: place(), connection: 1)
        #expect(table.bytes == 6)
        let second = table.beginRead(arming: place(.children))
        let third = table.beginRead(arming: place(.node, "/b"))
        let isUnneeded = table.notArmed(place(.children))
        let thirdAgain = table.beginRead(arming: place(.node, "/b"))
        #expect(second && !third && !isUnneeded && thirdAgain)
        _ = table.happened(.dataChanged, at: path.bytes)
        #expect(table.bytes == 6)
    }
}

extension WatchTable {
    /// A read that armed a watch, from its beginning to its answer.
    fileprivate mutating func arm(_ watch: Watch, at place: WatchPlace, connection: Int) {
        let fits = beginRead(arming: place)
        #expect(fits)
        let isUnneeded = armed(watch, at: place, connection: connection)
        #expect(!isUnneeded)
    }
}
