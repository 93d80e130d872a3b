import HoldfastCore
import Testing

@testable import Holdfast

/// When a list is read: a trace.
struct ReadScheduleTests {
    private func at(_ milliseconds: Int) -> Moment { Moment(elapsed: .milliseconds(milliseconds)) }

    @Test("a reading that fails is made again with growing delays, whatever else asks for it")
    func failuresAreSpaced() {
        var schedule = ReadSchedule(auditInterval: .seconds(30), payloadRefresh: .seconds(60))
        schedule.connected()
        schedule.want(at: at(0))
        var now = 0
        for delay in [100, 200, 400, 800, 1600, 2000, 2000] {
            #expect(schedule.begin(at: at(now)) == .read(.following))
            schedule.failed(.following, at: at(now))
            schedule.want(at: at(now))
            #expect(schedule.begin(at: at(now)) == nil)
            #expect(schedule.nextDeadline == at(now + delay))
            now += delay
        }
        #expect(schedule.begin(at: at(now)) != nil)
        schedule.succeeded(at: at(now), auditJitter: .zero, unwatched: false, unlisted: false)
        schedule.want(at: at(now))
        #expect(schedule.begin(at: at(now)) != nil)
    }

    @Test("a new connection waits for nothing")
    func connectionForgetsFailures() {
        var schedule = ReadSchedule(auditInterval: .seconds(30), payloadRefresh: .seconds(60))
        schedule.connected()
        schedule.want(at: at(0))
        _ = schedule.begin(at: at(0))
        schedule.failed(.following, at: at(0))
        schedule.disconnected()
        schedule.connected()
        schedule.want(.catchingUp, at: at(1))
        #expect(schedule.begin(at: at(1)) == .read(.catchingUp))
    }

    @Test("names that were followed are listed a second after they were first, however often they are followed again")
    func followedNamesAreListed() {
        var schedule = ReadSchedule(auditInterval: .seconds(30), payloadRefresh: .seconds(60))
        schedule.connected()
        for now in [0, 300, 600, 900] {
            schedule.want(at: at(now))
            #expect(schedule.begin(at: at(now)) == .read(.following))
            schedule.succeeded(at: at(now), auditJitter: .zero, unwatched: false, unlisted: true)
            #expect(schedule.nextDeadline == at(1000))
            #expect(schedule.begin(at: at(now + 50)) == nil)
        }
        #expect(schedule.begin(at: at(1000)) == .read(.listing))
        schedule.succeeded(at: at(1010), auditJitter: .zero, unwatched: false, unlisted: false)
        #expect(schedule.nextDeadline == at(31_010))
        #expect(schedule.begin(at: at(31_010)) == .audit)
    }

    @Test("whatever lists the names has them listed no second time")
    func listedMeanwhile() {
        var schedule = ReadSchedule(auditInterval: .seconds(30), payloadRefresh: .seconds(60))
        schedule.connected()
        for purpose in [ReadPurpose.following, .catchingUp] {
            schedule.want(at: at(0))
            _ = schedule.begin(at: at(0))
            schedule.succeeded(at: at(0), auditJitter: .zero, unwatched: false, unlisted: true)
            schedule.want(purpose, at: at(10))
            #expect(schedule.begin(at: at(10)) == .read(purpose))
            // A reading that was to follow may have had to list.
            schedule.succeeded(at: at(20), auditJitter: .zero, unwatched: false, unlisted: false)
            #expect(schedule.nextDeadline == at(30_020))
        }
    }

    @Test("a listing that fails is made again, and one that was cut off is not: the next connection has all read")
    func listingFails() {
        var schedule = ReadSchedule(auditInterval: .seconds(30), payloadRefresh: .seconds(60))
        schedule.connected()
        schedule.want(at: at(0))
        _ = schedule.begin(at: at(0))
        schedule.succeeded(at: at(0), auditJitter: .zero, unwatched: false, unlisted: true)
        #expect(schedule.begin(at: at(1000)) == .read(.listing))
        schedule.failed(.listing, at: at(1000))
        schedule.want(at: at(1001))
        #expect(schedule.begin(at: at(1100)) == .read(.listing))
        schedule.disconnected()
        schedule.failed(.listing, at: at(1200))
        schedule.connected()
        #expect(schedule.nextDeadline == nil && schedule.begin(at: at(5000)) == nil)
    }

    @Test("of what is wanted at once that is done which relies on the least")
    func mergedPurposes() {
        let purposes: [ReadPurpose] = [.following, .refreshing, .listing, .catchingUp]
        #expect(purposes == purposes.sorted())
        for first in purposes {
            for second in purposes {
                var schedule = ReadSchedule(auditInterval: .seconds(30), payloadRefresh: .seconds(60))
                schedule.connected()
                schedule.want(first, at: at(0))
                schedule.want(second, at: at(0))
                #expect(schedule.begin(at: at(0)) == .read(max(first, second)))
                #expect(!schedule.isReadWanted)
            }
        }
    }
}
