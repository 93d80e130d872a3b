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
        schedule.succeeded(at: at(now), auditJitter: 0, unwatched: false, untold: false)
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

    @Test("names that no watch looks after are audited after 1, 2, 4 seconds and so on, up to the ordinary interval")
    func looks() {
        var schedule = ReadSchedule(auditInterval: .seconds(30), payloadRefresh: .seconds(60))
        schedule.connected()
        var now = 0
        for _ in 0..<2 {
            schedule.want(at: at(now))
            #expect(schedule.begin(at: at(now)) == .read(.following))
            schedule.succeeded(at: at(now), auditJitter: 0, unwatched: false, untold: true)
            for delay in [1, 2, 4, 8, 16, 30, 30] {
                #expect(schedule.begin(at: at(now + delay * 1000 - 1)) == nil)
                now += delay * 1000
                #expect(schedule.nextDeadline == at(now))
                #expect(schedule.begin(at: at(now)) == .audit)
                schedule.audited(at: at(now), auditJitter: 0)
            }
        }
        // The jitter is a part of the delay, and where the names are watched the first audit waits as long as any.
        schedule.want(at: at(now))
        _ = schedule.begin(at: at(now))
        schedule.succeeded(at: at(now), auditJitter: 0.125, unwatched: false, untold: true)
        #expect(schedule.nextDeadline == at(now + 1125))
        schedule.want(.listing, at: at(now))
        #expect(schedule.begin(at: at(now)) == .read(.listing))
        schedule.succeeded(at: at(now), auditJitter: -0.125, unwatched: false, untold: false)
        #expect(schedule.nextDeadline == at(now + 26_250))
    }

    @Test("audits that are to come often come no less often while names are followed")
    func shortInterval() {
        var schedule = ReadSchedule(auditInterval: .milliseconds(400), payloadRefresh: .seconds(60))
        schedule.connected()
        schedule.want(at: at(0))
        _ = schedule.begin(at: at(0))
        schedule.succeeded(at: at(0), auditJitter: 0, unwatched: false, untold: true)
        #expect(schedule.nextDeadline == at(400))
    }

    @Test("a listing that fails is made again, and one that was cut off is not: the next connection has all read")
    func listingFails() {
        var schedule = ReadSchedule(auditInterval: .seconds(30), payloadRefresh: .seconds(60))
        schedule.connected()
        schedule.want(.listing, at: at(1000))
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
