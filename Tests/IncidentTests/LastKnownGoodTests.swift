import Foundation
import HoldfastEnsemble
import Subprocess
import TestSupport
import Testing

/// Workers that keep what they know in a folder, and start from it.
@Suite("The last known good with real servers", .serialized, .sharedEnsemble, .timeLimit(.minutes(1)))
struct LastKnownGoodTests {
    @Test("1,000 Things run from disk when no server answers")
    func coldStart() async throws {
        let things = (1...1000).map { "thing-\($0)" }
        try await StateStage.with(SharedEnsemble.ensemble) { stage in
            try await stage.writer.make(things)
            try await stage.run { scene in
                try await scene.worker.until("all run") { $0.running.count == things.count && $0.isFollowing }
            }
            try await stage.ensemble.outage {
                let launched = ContinuousClock.now
                try await stage.run { scene in
                    let record = try await scene.worker.until("all run from disk") { $0.running.count == things.count }
                    let last = try #require(record.startedAt.values.max())
                    let ready = try #require(record.readyAt)
                    Figures.print(
                        "cold start of 1,000 Things", ["since launch": last - launched, "since ready": last - ready])
                    #expect(last - launched < .seconds(5))
                    #expect(record.state == "holding")
                    #expect(record.running == Set(things))
                }
            }
        }
    }

    @Test("killed during an outage and started again, it runs what it last knew, and no more")
    func killed() async throws {
        try await StateStage.with(SharedEnsemble.ensemble) { stage in
            try await stage.writer.make(Scene.things)
            let known = Set(Scene.things).subtracting(["thing-7"]).union(["thing-51"])
            try await stage.run(endingWith: .signaled(9)) { scene in
                try await scene.worker.until("all run") { $0.running.count == 50 && $0.isFollowing }
                try await scene.add("thing-51")
                try await scene.remove("thing-7")
                try await scene.worker.until("the changes are carried out") { $0.running == known }
                try await stage.untilKept("thing-51", without: "thing-7")
                try await stage.ensemble.outage {
                    try await scene.worker.until("cut off") { $0.reasons.contains("disconnected") }
                    try await scene.worker.kill()
                }
            }
            let record = try await stage.run { scene in
                try await stage.ensemble.outage {
                    try await scene.worker.until("what it last knew runs") { $0.running == known }
                    #expect(scene.worker.now.state == "holding")
                    try await scene.remove("thing-8")
                    try await scene.add("thing-52")
                }
                try await scene.worker.until("following, and the changes are carried out") {
                    $0.isFollowing && $0.stopped == ["thing-8"] && $0.running.contains("thing-52")
                }
            }.record
            #expect(record.starts["thing-7"] == nil, "its removal was proved, and kept")
            #expect(record.starts.values.allSatisfy { $0 == 1 })
            #expect(record.stopped == ["thing-8"])
        }
    }

    @Test("started again, it does not believe a restored backup either")
    func restoredBackup() async throws {
        let ensemble = try SharedEnsemble.ensemble
        try await StateStage.with(ensemble) { stage in
            try await stage.writer.make(Scene.things + ["brief"])
            let backup = try await ensemble.backUp()
            try await ensemble.waitUntilServing()
            try await stage.run { scene in
                try await scene.worker.until("all run") { $0.running.count == 51 && $0.isFollowing }
                try await scene.remove("brief")
                try await scene.add("late")
                try await scene.worker.until("the changes are carried out") {
                    $0.stopped == ["brief"] && $0.running.contains("late")
                }
            }
            try await ensemble.restore(backup)
            try await ensemble.waitUntilServing()
            let record = try await stage.run { scene in
                try await scene.worker.until("rewound, and what was kept runs") {
                    $0.reasons.contains("history rewound") && $0.running.count == 51
                }
                try await scene.lasts(.seconds(2))
                try await scene.add("late")
                try await scene.worker.until("following") { $0.isFollowing }
                try await scene.carryOutChanges(after: "a restart on a restored backup")
            }.record
            #expect(record.starts["brief"] == nil, "a phantom was started")
            #expect(record.stopped == ["thing-7"])
            #expect(Set(record.starts.keys) == Set(Scene.things + ["late", "thing-51"]))
        }
    }

    @Test(
        "where the newest file is damaged it runs the one before, with an alarm; where both are, it does not run empty")
    func damaged() async throws {
        try await StateStage.with(SharedEnsemble.ensemble) { stage in
            try await stage.writer.make(Scene.things)
            try await stage.run { scene in
                try await scene.worker.until("all run") { $0.running.count == 50 && $0.isFollowing }
                try await scene.add("thing-51")
                try await scene.worker.until("thing-51 runs") { $0.running.contains("thing-51") }
                try await stage.untilKept("thing-51")
            }
            try stage.damage(try #require(stage.files.first))
            try await stage.ensemble.outage {
                let log = try await stage.run { scene in
                    try await scene.worker.until("what was kept before runs") {
                        $0.running.isSuperset(of: Scene.things)
                    }
                }.log
                #expect(log.contains("The last known good is an older one"))
                #expect(log.contains("is damaged"))
            }

            for file in try stage.files { try stage.damage(file) }
            let (record, log) = try await stage.run { scene in
                try await stage.ensemble.outage {
                    try await scene.worker.untilLogged("The worker starts without a last known good")
                    try await scene.lasts(.seconds(1))
                    #expect(scene.worker.now.running.isEmpty)
                    #expect(scene.worker.now.state == "holding")
                }
                try await scene.worker.until("all run") { $0.running.count == 51 && $0.isFollowing }
            }
            #expect(record.stopped.isEmpty)
            #expect(log.contains("is damaged"))
        }
    }

    @Test("a second process is refused, and says why")
    func secondProcess() async throws {
        try await StateStage.with(SharedEnsemble.ensemble) { stage in
            try await stage.writer.make(Scene.things)
            try await stage.run { first in
                try await first.worker.until("all run") { $0.running.count == 50 && $0.isFollowing }
                let (record, log) = try await stage.run(endingWith: .exited(64)) { second in
                    try await second.worker.until("the end of the second") { $0.hasEnded }
                }
                #expect(record.starts.isEmpty)
                #expect(log.contains("collector-worker: --state-dir: "))
                #expect(log.contains("'\(stage.folder.path)' is in use"))
                #expect(first.worker.now.isFollowing)
                try await first.carryOutChanges(after: "a second process was refused")
            }
        }
    }

    @Test("a folder that has become read-only is read, reported and survived", .enabled { await Mount.isAllowed })
    func readOnlyFolder() async throws {
        try await StateStage.with(SharedEnsemble.ensemble) { stage in
            try await stage.writer.make(Scene.things)
            try await stage.run { scene in
                try await scene.worker.until("all run") { $0.running.count == 50 && $0.isFollowing }
            }
            let (record, log) = try await stage.run(under: Mount.readOnly(stage.folder)) { scene in
                try await stage.ensemble.outage {
                    try await scene.worker.until("what was kept runs") { $0.running == Set(Scene.things) }
                }
                try await scene.worker.until("following") { $0.isFollowing }
                try await scene.carryOutChanges(after: "a read-only state folder")
                try await scene.worker.untilLogged("The last known good is not kept")
            }
            #expect(record.stopped == ["thing-7"])
            #expect(log.contains("Read-only file system"))
        }
    }

    @Test("a full disk is reported and survived", .enabled { await Mount.isAllowed })
    func fullDisk() async throws {
        try await StateStage.with(SharedEnsemble.ensemble) { stage in
            try await stage.writer.make(Scene.things)
            let (record, log) = try await stage.run(under: Mount.full(stage.folder)) { scene in
                try await scene.worker.until("all run") { $0.running.count == 50 && $0.isFollowing }
                try await scene.worker.untilLogged("The last known good is not kept")
                try await scene.carryOutChanges(after: "a full disk")
            }
            #expect(record.stopped == ["thing-7"])
            #expect(log.contains("No space left on device"))
        }
    }
}
