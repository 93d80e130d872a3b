import HoldfastEnsemble
import HoldfastZooKeeper
import TestSupport
import Testing

extension Incident {
    /// The data folders are replaced by an older backup.
    static let backups: [Incident] = [
        backup("older backup restored", isDeclared: false, isSeen: true),
        backup("older backup restored and written to unseen", isDeclared: false, isSeen: false),
        backup("older backup of a declared list restored, then a declared change", isDeclared: true, isSeen: true),
        backup(
            "older backup of a declared list restored, then declared changes unseen", isDeclared: true, isSeen: false),
    ]

    /// After the backup `brief` was taken off and `late` was put on; neither may be forgotten with the history.
    ///
    /// - Parameter isSeen: whether the worker sees the list as it was restored, or is cut off until later changes have lifted
    ///   its revisions above those that it knows.
    private static func backup(_ name: String, isDeclared: Bool, isSeen: Bool) -> Incident {
        Incident(
            name: name, isDeclared: isDeclared, mustShow: isSeen ? ["history rewound"] : ["history differs"],
            putsOn: ["late"], takesOff: ["brief"]
        ) { scene in
            try await scene.add("brief")
            try await scene.worker.until("brief runs") { $0.running.contains("brief") }
            let backup = try await scene.ensemble.backUp()
            try await scene.ensemble.waitUntilServing()
            try await scene.remove("brief")
            try await scene.add("late")
            let before = try await scene.worker.until("brief was stopped, late runs, and following") {
                $0.stopped == ["brief"] && $0.running.contains("late") && $0.isFollowing
            }
            let known = try await scene.writer.stat()

            if !isSeen { try await scene.cutOff() }
            try await scene.ensemble.restore(backup)
            try await scene.ensemble.waitUntilServing()
            if isSeen {
                try await scene.worker.until("rewound") { $0.reasons.contains("history rewound") }
                try await scene.changeBriefly()
            } else {
                try await scene.changeBriefly(until: known)
                try await scene.letIn()
                try await scene.worker.until("another history") { $0.reasons.contains("history differs") }
            }
            try await scene.lasts(.seconds(2))
            #expect(scene.worker.now.starts == before.starts, "\(name): a phantom was started")

            if isDeclared {
                #expect(scene.worker.now.reasonsShown.contains("declaration of other lineage"))
                let things = scene.things + ["late"]
                try await scene.writer.declare(things)
            } else {
                try await scene.add("late")
                try await scene.worker.until("following again") { $0.isFollowing }
                // What the backup brought back may be long gone elsewhere, and waits for a word that does not come.
                try await scene.lasts(.seconds(1))
                #expect(scene.worker.now.starts == before.starts, "\(name): a phantom was started")
                try await scene.remove("brief")
            }
        }
    }
}

extension Scene {
    fileprivate func cutOff() async throws {
        for server in ensemble.servers { try await server.proxy.refuse() }
        try await worker.until("cut off") { $0.reasons.contains("disconnected") }
    }

    fileprivate func letIn() async throws {
        for server in ensemble.servers { try await server.proxy.restore() }
    }

    /// Something comes and goes again.
    fileprivate func changeBriefly() async throws {
        try await add("visitor")
        try await remove("visitor")
    }

    /// Changes lift the revisions of the list above those that the worker knows, in such a way that the counts agree.
    fileprivate func changeBriefly(until known: NodeStat) async throws {
        while true {
            let stat = try await writer.stat()
            if stat.pzxid > known.pzxid, stat.cversion >= known.cversion + 2 { return }
            try await changeBriefly()
        }
    }
}
