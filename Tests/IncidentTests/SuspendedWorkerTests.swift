import HoldfastEnsemble
import TestSupport
import Testing

/// Time passes of which the worker knows nothing: its process is stopped in its tracks, or no server answers.
@Suite("A suspended worker on real servers", .serialized, .sharedEnsemble, .timeLimit(.minutes(1)))
struct SuspendedWorkerTests {
    @Test("it stops nothing and starts nothing twice, and carries out what truly changed meanwhile")
    func resumes() async throws {
        let record = try await Scene.with(SharedEnsemble.ensemble) { scene in
            try await scene.sleepThroughTheSession()
            let resumed = ContinuousClock.now
            let after = try await scene.worker.until("the changes are carried out") {
                $0.running.contains("thing-51") && $0.stopped.contains("thing-7") && $0.isFollowing
            }
            #expect(after.reasonsShown.contains("session lost"))
            Figures.print("suspended past its session", ["following after": after.postureAt - resumed])
        }
        #expect(record.stopped == ["thing-7"])
        #expect(record.starts.values.allSatisfy { $0 == 1 }, "\(record.starts)")
    }

    @Test("with a limited tenure its Things end before anything else is done, and start again when known")
    func tenureEnds() async throws {
        let record = try await Scene.with(SharedEnsemble.ensemble, options: ["--tenure-ms", "3000"]) { scene in
            let before = scene.worker.now.lines.count
            try await scene.sleepThroughTheSession()
            let after = try await scene.worker.until("what is still assigned runs again") {
                $0.starts["thing-1"] == 2 && $0.running.count == 50 && $0.isFollowing
            }
            let told = after.lines[before...].compactMap(EventLine.init(text:))
            #expect(
                told.first?.suspended == 50, "the time that passed is the first that it learns: \(after.lines[before])")
            let ended = told.prefix { $0.event != "started" }.filter { $0.event == "suspended" }
            #expect(Set(ended.compactMap(\.thing)) == Set(scene.things), "all Things end before one is started")
            #expect(ended.allSatisfy { $0.reason == "tenure ended" })
        }
        #expect(record.stopped == ["thing-7"])
        #expect(record.starts["thing-51"] == 1)
        #expect(Scene.things.allSatisfy { record.starts[$0] == ($0 == "thing-7" ? 1 : 2) }, "\(record.starts)")
    }

    @Test("in a partition that outlasts the tenure the Things end, and start again when known")
    func partition() async throws {
        let record = try await Scene.with(SharedEnsemble.ensemble, options: ["--tenure-ms", "3000"]) { scene in
            try await scene.ensemble.outage {
                let cut = ContinuousClock.now
                try await scene.worker.until("all end") { $0.running.isEmpty && $0.suspended.count == 50 }
                Figures.print("a partition under a tenure of 3 s", ["all ended after": ContinuousClock.now - cut])
            }
            try await scene.worker.until("all run again") { $0.running.count == 50 && $0.isFollowing }
            try await scene.carryOutChanges(after: "a partition that outlasts the tenure")
        }
        #expect(record.stopped == ["thing-7"])
        #expect(Scene.things.allSatisfy { record.starts[$0] == 2 }, "\(record.starts)")
    }
}

extension Scene {
    /// The list truly changes while the worker sleeps.
    fileprivate func sleepThroughTheSession() async throws {
        try worker.hang()
        try await add("thing-51")
        try await remove("thing-7")
        try await lasts(.seconds(6))
        try worker.resume()
    }
}
