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

    @Test("what a follower that waits is told it sees, also where a newer value comes before it has looked")
    func whatWasTold() async throws {
        let latest = Latest(0)
        let waiter = try #require(latest.waiter(after: 1))
        latest.set(1)
        latest.set(2)
        await waiter.sleep()
        let told = try #require(latest.news(after: 1, for: waiter))
        #expect(told.value == 1)
        #expect(latest.waiter(after: told.number) == nil)
        #expect(latest.news(after: told.number, for: nil)?.value == 2)
    }

    @Test("a value of which nobody is to be told disturbs nobody, and is the present one")
    func untold() async {
        let latest = Latest(1)
        var values = latest.values().makeAsyncIterator()
        #expect(await values.next() == 1)
        latest.set(2, tellingFollowers: false)
        #expect(latest.value == 2)
        #expect(latest.waiter(after: 1) != nil)
        latest.set(3)
        #expect(await values.next() == 3)
    }

    @Test("who waits is released by the cancellation of its task, and the others wait on", .timeLimit(.minutes(1)))
    func cancelledWhileWaiting() async {
        let latest = Latest(1)
        await withTaskGroup(of: [Int].self) { group in
            group.addTask { await latest.values().reduce(into: []) { $0.append($1) } }
            await withDiscardingTaskGroup { cancelled in
                let begun = OneShot<Void>()
                cancelled.addTask {
                    for await _ in latest.values() { begun.set(()) }
                }
                _ = await begun.value()
                cancelled.cancelAll()
            }
            latest.finish()
            #expect(await group.next() == [1])
        }
    }

    @Test("a cancelled task sees one value and no more, however many follow", .timeLimit(.minutes(1)))
    func cancelledBefore() async {
        let latest = Latest(0)
        let seen = await withTaskGroup(of: [Int].self) { group in
            group.cancelAll()
            group.addTask {
                var seen: [Int] = []
                for await value in latest.values() {
                    seen.append(value)
                    latest.set(value + 1)
                }
                return seen
            }
            return await group.next()
        }
        #expect(seen == [0])
    }

    @Test("many followers of a value that changes quickly all see its last", .timeLimit(.minutes(1)))
    func manyFollowers() async {
        let latest = Latest(0)
        await withTaskGroup(of: [Int].self) { group in
            for _ in 0..<8 {
                group.addTask { await latest.values().reduce(into: []) { $0.append($1) } }
            }
            for value in 1...2000 {
                latest.set(value)
                if value.isMultiple(of: 50) { await Task.yield() }
            }
            latest.finish()
            for await seen in group {
                #expect(seen.last == 2000)
                #expect(seen == Set(seen).sorted())
            }
        }
    }

    @Test("a follower that is told, cancelled and ended at once wakes up once", .timeLimit(.minutes(1)))
    func wokenFromManySides() async {
        for _ in 0..<2000 {
            let latest = Latest(0)
            let last = await withTaskGroup(of: Int?.self) { group in
                group.addTask { await latest.values().reduce(into: nil) { $0 = $1 } }
                await Task.yield()
                latest.set(1)
                group.cancelAll()
                latest.finish()
                return await group.next()
            }
            #expect(last == 0 || last == 1)
        }
    }
}
