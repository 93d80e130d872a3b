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
}
