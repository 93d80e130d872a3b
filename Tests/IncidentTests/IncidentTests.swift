import HoldfastEnsemble
import HoldfastZooKeeper
import Subprocess
import Testing

/// The incident and its kin, on real servers, with the worker as its own process and an observer that reads only its lines.
///
/// Every one ends with the list whole, a true addition and a true removal: holding must not become never letting go.
@Suite("Incidents on real servers", .serialized, .timeLimit(.minutes(3)))
struct IncidentTests {
    static let things = (1...50).map { "thing-\($0)" }

    @Test("no Thing is stopped, and afterwards true changes are carried out", arguments: Incident.all)
    func survives(_ incident: Incident) async throws {
        try await Ensemble.with(servers: 3) { ensemble in
            try await ListWriter.with(ensemble) { writer in
                try await writer.make(Self.things)
                let (record, ending) = try await WorkerProcess.with(arguments: Self.arguments(for: ensemble)) {
                    worker in
                    let scene = Scene(ensemble: ensemble, writer: writer, worker: worker, things: Self.things)
                    try await survive(incident, scene)
                    try await carryOutChanges(scene)
                }
                #expect(ending.status == .exited(0), "\(ending.log)")
                #expect(record.isExiting)
                #expect(record.offences.isEmpty)
                #expect(record.stopped == ["thing-7"], "nothing but the Thing that was taken off")
            }
        }
    }

    static func arguments(for ensemble: Ensemble) -> [String] {
        [
            "--servers", ensemble.proxiedConnectString, "--path", "\(ListWriter.list)", "--session-timeout-ms", "2000",
            "--settle-ms", "1500",
        ]
    }

    /// All run, the incident happens, and all still run.
    private func survive(_ incident: Incident, _ scene: Scene) async throws {
        try await scene.worker.until("all Things run") { $0.running.count == Self.things.count && $0.isFollowing }
        scene.worker.forgetReasons()
        try await incident.happen(scene)
        if !incident.mustShow.isEmpty {
            try await scene.worker.until("a hold for \(incident.mustShow.sorted())") {
                !$0.reasonsShown.isDisjoint(with: incident.mustShow)
            }
        }
        let after = try await scene.worker.until("following again") { $0.isFollowing }
        #expect(after.stopped.isEmpty, "\(incident.name): a Thing was stopped")
        #expect(after.running == Set(Self.things))
    }

    /// A true addition and a true removal, each carried out within 2 s of being made.
    private func carryOutChanges(_ scene: Scene) async throws {
        try await scene.writer.add("thing-51")
        let added = ContinuousClock.now
        let afterAddition = try await scene.worker.until("thing-51 started") { $0.running.contains("thing-51") }
        try await scene.writer.remove("thing-7")
        let removed = ContinuousClock.now
        let afterRemoval = try await scene.worker.until("thing-7 stopped") { $0.stopped.contains("thing-7") }
        let startDelay = try #require(afterAddition.startedAt["thing-51"]) - added
        let stopDelay = try #require(afterRemoval.stoppedAt["thing-7"]) - removed
        #expect(startDelay < .seconds(2))
        #expect(stopDelay < .seconds(2))
    }
}
