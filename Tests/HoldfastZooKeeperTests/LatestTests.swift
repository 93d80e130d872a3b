import Testing

@testable import HoldfastZooKeeper

@Suite struct LatestTests {
    @Test func followerSeesThePresentThenTheNewest() async {
        let latest = Latest(1)
        var values = latest.values().makeAsyncIterator()
        #expect(await values.next() == 1)
        latest.set(2)
        latest.set(3)
        #expect(await values.next() == 3)
        latest.set(4)
        latest.finish()
        #expect(await values.next() == 4)
        #expect(await values.next() == nil)
    }

    @Test func lateFollowerOfAFinishedValueSeesItOnce() async {
        let latest = Latest(1)
        latest.finish()
        latest.set(2)
        #expect(await latest.values().reduce(into: []) { $0.append($1) } == [1])
    }
}
