import HoldfastCore
import HoldfastZooKeeper
import MetricsTestKit
import Testing

@testable import Holdfast

/// What a worker counts, as a metrics system sees it.
struct WorkerMetricsTests {
    private let system = TestMetrics()
    private let list = [("list", "/list")]

    private var metrics: WorkerMetrics { WorkerMetrics(list: "/list", factory: system) }

    private func gauge(_ label: String) throws -> Double? {
        try system.expectRecorder(label, list).lastValue
    }

    @Test("a hold is a 1, with its age, the age of its oldest proof, and what waits")
    func holding() throws {
        let pending = PendingRemoval(thing: "a", since: .zero, waitsFor: .word)
        let posture = Posture(
            state: .holding([.listEmpty]), since: Moment(elapsed: .seconds(10)),
            provedAt: Moment(elapsed: .seconds(-5)), assigned: 2, suspended: ["b": .tenureEnded], removals: [pending]
        )
        metrics.stands(posture, at: Moment(elapsed: .seconds(40)))
        #expect(try gauge("holdfast_holding_active") == 1)
        #expect(try gauge("holdfast_holding_seconds") == 30)
        #expect(try gauge("holdfast_proof_age_seconds") == 45)
        #expect(try gauge("holdfast_removals_pending") == 1)
        #expect(try gauge("holdfast_things_suspended") == 1)
    }

    @Test("following is a 0, and no hold has an age")
    func following() throws {
        metrics.stands(Posture(state: .following, since: .zero), at: Moment(elapsed: .seconds(40)))
        #expect(try gauge("holdfast_holding_active") == 0)
        #expect(try gauge("holdfast_holding_seconds") == 0)
    }

    @Test("failed reads are counted by their reason")
    func readFailures() throws {
        let metrics = metrics
        metrics.readingEnded(error: nil)
        metrics.readingEnded(error: ZooKeeperError(.connectionLoss, "lost"))
        #expect(try system.expectCounter("holdfast_list_reads_total", list).totalValue == 2)
        let failures = try system.expectCounter(
            "holdfast_list_read_failures_total", list + [("reason", "connection loss")])
        #expect(failures.totalValue == 1)
    }
}
