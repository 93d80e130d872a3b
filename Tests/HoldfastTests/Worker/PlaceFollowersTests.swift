import HoldfastCore
import HoldfastTesting
import HoldfastZooKeeper
import Testing

@testable import Holdfast

/// Which of many places have something to begin, against asking each of them.
struct PlaceFollowersTests {
    private let worker = HoldfastWorker(
        client: ScriptedZooKeeper(), list: "/list", logger: .silent, runThing: WorkerHarness.untilCancelled)

    private func follower(_ id: Int, _ place: Place) -> PlaceFollower {
        PlaceFollower(id: id, place: place, of: worker, sharing: 1)
    }

    private func shards(_ count: Int) -> [Shard] { (0..<count).map { Shard(index: $0, of: count) } }

    @Test("those that are due are those that have something to begin, after each change", arguments: 1...10)
    func due(seed: UInt64) {
        var random = SimulationRandom(seed: seed, label: "followers")
        var followers = PlaceFollowers(list: follower(0, .list))
        followers.replaceShards(shards(12)) { follower($1, .shard($0)) }
        var now = Moment.zero
        var begun = 0
        for step in 0..<1000 {
            let index = Int.random(in: followers.indices, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: followers[index].schedule.connected()
            case 1 where step.isMultiple(of: 5): followers[index].schedule.disconnected()
            case 2: followers[index].schedule.want(at: now)
            case 3: followers[index].schedule.failed(.following, at: now)
            case 4:
                followers[index].schedule.succeeded(
                    at: now, auditJitter: .zero, unwatched: step.isMultiple(of: 2), unlisted: step.isMultiple(of: 3))
            default: now = now + .milliseconds(Int.random(in: 0..<20_000, using: &random))
            }
            #expect(
                followers.nextDeadline == followers.indices.compactMap { followers[$0].schedule.nextDeadline }.min())
            let due = followers.due(at: now)
            let asked = followers.indices.filter { index in
                var schedule = followers[index].schedule
                return schedule.begin(at: now) != nil
            }
            #expect(due == asked, "seed \(seed), step \(step)")
            for index in due where Bool.random(using: &random) {
                begun += 1
                _ = followers[index].schedule.begin(at: now)
            }
        }
        #expect(begun > 50)
    }

    @Test("a follower is found by its id and by its place, and not when its place was given up")
    func found() {
        var followers = PlaceFollowers(list: follower(0, .list))
        followers.replaceShards(shards(3)) { follower($1, .shard($0)) }
        let given = followers[2].id
        #expect(followers.index(ofFollower: given) == 2)
        #expect(followers.index(of: .shard(Shard(index: 1, of: 3))) == 2)
        followers.replaceShards(shards(5)) { follower($1, .shard($0)) }
        #expect(followers.index(ofFollower: given) == nil)
        #expect(followers.index(of: .shard(Shard(index: 1, of: 3))) == nil)
        #expect(followers.indices.allSatisfy { followers.index(ofFollower: followers[$0].id) == $0 })
        #expect(followers.indices.allSatisfy { followers.index(of: followers[$0].place) == $0 })
        followers.replaceShards([]) { follower($1, .shard($0)) }
        #expect(followers.index(of: .list) == 0 && followers.indices == 0..<1)
    }

    @Test("what a place that was given up had to begin is begun no more")
    func givenUp() {
        var followers = PlaceFollowers(list: follower(0, .list))
        followers.replaceShards(shards(3)) { follower($1, .shard($0)) }
        followers[3].schedule.connected()
        followers[3].schedule.want(at: .zero)
        #expect(followers.due(at: .zero) == [3])
        followers.replaceShards(shards(2)) { follower($1, .shard($0)) }
        #expect(followers.due(at: .zero).isEmpty && followers.nextDeadline == nil)
    }
}
