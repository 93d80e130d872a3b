import Holdfast
import HoldfastCore
import TestSupport
import Testing

/// Nine tenths of an undeclared list go in one transaction: that is held, until somebody says that it was meant.
@Suite("Ways out of a hold, on real servers", .serialized, .sharedEnsemble, .timeLimit(.minutes(1)))
struct WaysOutTests {
    private static let removed = Array(Scene.things[..<45])

    @Test("the writer declares what is left")
    func declaration() async throws {
        try await holds { scene in
            try await scene.writer.declare(Array(scene.things[45...]))
            scene.isDeclared = true
        } andStopsWithProof: {
            $0.contains(", declared in generation ")
        }
    }

    @Test("an operator approves it through the data of the list node")
    func approvalThroughTheList() async throws {
        try await holds { scene in
            let token = ApprovalToken(rawValue: try #require(scene.worker.now.approval))
            try await scene.writer.publish { try await $0.approve(token) }
        } andStopsWithProof: {
            $0.hasSuffix(", approved")
        }
    }

    @Test("an operator approves it at the worker")
    func approvalAtTheWorker() async throws {
        try await holds(options: ["--words"]) { scene in
            let token = try #require(scene.worker.now.approval)
            // One that is not that of the reading concerns nothing.
            try await scene.worker.say("approve \(token)0")
            try await scene.worker.untilLogged("Not done")
            #expect(scene.worker.now.stopped.isEmpty)
            try await scene.worker.say("approve \(token)")
        } andStopsWithProof: {
            $0.hasSuffix(", approved")
        }
    }

    @Test("an operator approves it at the worker while no server answers")
    func approvalDuringAnOutage() async throws {
        try await holds(options: ["--words"]) { scene in
            let token = try #require(scene.worker.now.approval)
            try await scene.ensemble.outage {
                try await scene.worker.until("cut off") { $0.reasons.contains("disconnected") }
                try await scene.worker.say("approve \(token)")
                try await scene.worker.until("they are stopped") { $0.stopped == Set(Self.removed) }
                #expect(scene.worker.now.reasons == ["disconnected"])
            }
        } andStopsWithProof: {
            $0.hasSuffix(", approved")
        }
    }

    @Test("the brake lets go after the time that was set")
    func brakeRelease() async throws {
        try await holds(options: ["--brake-release-ms", "2500"]) { _ in
        } andStopsWithProof: {
            $0.hasSuffix(", released by the brake")
        }
    }

    private func holds(
        options: [String] = [], until release: (inout Scene) async throws -> Void,
        andStopsWithProof isProof: @escaping (String) -> Bool
    ) async throws {
        let record = try await Scene.with(SharedEnsemble.ensemble, options: options) { scene in
            var scene = scene
            let name = Test.current?.displayName ?? ""
            try await scene.writer.change(removing: Self.removed)
            let removal = ContinuousClock.now
            try await scene.worker.until("the brake holds it") { $0.reasons == ["brake"] && $0.approval != nil }
            try await scene.lasts(.milliseconds(1500))
            #expect(scene.worker.now.stopped.isEmpty)
            #expect(scene.worker.now.running == Set(scene.things))

            try await release(&scene)
            let release = ContinuousClock.now
            let after = try await scene.worker.until("those that were removed are stopped") {
                $0.stopped == Set(Self.removed) && $0.isFollowing
            }
            let last = try #require(after.stoppedAt.values.max())
            Figures.print(name, ["held": last - removal, "all stopped after the word": last - release])
            #expect(after.proofs.values.allSatisfy(isProof))
            try await scene.carryOutChanges(removing: "thing-50", after: name)
        }
        #expect(record.stopped == Set(Self.removed).union(["thing-50"]))
        #expect(record.starts.values.allSatisfy { $0 == 1 })
    }
}
