import HoldfastCore
import HoldfastZooKeeper
import Testing

@testable import Holdfast

/// What is known of a list between two readings.
struct ListCacheTests {
    private static let list: ZNodePath = "/list"

    @Test("a payload leaves the watches on the list node their room, whichever is armed first")
    func room() throws {
        for (key, other) in [(WatchKey.names, WatchKey.listData), (.listData, .names)] {
            // Both watches on the list node, and two payloads but for one byte.
            var cache = ListCache(
                watchBytesAllowed: 2 * ("/list".utf8.count + 4) + 2 * ("/list/a".utf8.count + 4) - 1)
            let arming = cache.arm(key, at: Self.list)
            let others = [cache.arm(other, at: Self.list), cache.arm(.payload("a"), at: "/list/a")]
            #expect(others.allSatisfy { $0 != nil })
            let isReliedOn = try cache.ended(#require(arming))
            let (payload, again) = (cache.arm(.payload("b"), at: "/list/b"), cache.arm(key, at: Self.list))
            #expect(isReliedOn && payload == nil && again != nil)
        }
    }

    @Test("names are untold of while they are followed and no watch looks after them")
    func untold() {
        var cache = ListCache()
        let stat = NodeStat(czxid: 1, mzxid: 5, pzxid: 5)
        _ = cache.listed([], stat)
        #expect(!cache.areNamesUntold)
        _ = cache.followed(.init(), to: nil, stat)
        #expect(cache.areNamesUntold)
        _ = cache.arm(.names, at: Self.list)
        #expect(!cache.areNamesUntold)
        cache.ended(.names)
        #expect(cache.areNamesUntold)
        _ = cache.listed([], stat)
        #expect(!cache.areNamesUntold)
    }

    @Test("what was followed and could not be read is read the next time")
    func followedInVain() {
        var cache = ListCache()
        _ = cache.listed([], NodeStat(czxid: 1))
        let next = NodeStat(czxid: 1, mzxid: 5, pzxid: 5, version: 1, cversion: 1)
        let wanted = [
            cache.followed(.init(added: ["a"]), to: nil, next), cache.followed(.init(), to: nil, next),
            cache.listed(["a"], next), cache.followed(.init(removed: ["a"]), to: nil, next),
        ]
        #expect(wanted == [["a"], ["a"], ["a"], []])
        #expect(cache.entries.isEmpty)
    }
}
