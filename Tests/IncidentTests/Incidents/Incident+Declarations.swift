import TestSupport
import Testing

extension Incident {
    /// What happens to a declaration.
    static let declarations: [Incident] = [
        Incident(
            name: "an entry swapped behind the declaration", isDeclared: true, mustShow: ["declaration not covering"],
            takesOff: ["intruder"]
        ) { scene in
            try await scene.writer.change(removing: ["thing-50"], adding: ["intruder"])
            try await scene.worker.until("it is held") { $0.reasons.contains("declaration not covering") }
            try await scene.lasts(.seconds(2))
            #expect(scene.worker.now.stopped.isEmpty)
            try await scene.writer.declare(scene.things)
            try await scene.worker.until("the intruder is stopped") { $0.stopped.contains("intruder") }
        },
        Incident(
            name: "the declaration overwritten with garbage", isDeclared: true, mustShow: ["declaration lost"]
        ) { scene in
            try await scene.writer.overwriteData(with: #"{"holdfast":1,"generation":"#)
            try await scene.worker.until("it is lost") { $0.reasons.contains("declaration lost") }
            // What happens behind it is no word either.
            try await scene.writer.change(removing: ["thing-50"], adding: ["stranger"])
            try await scene.lasts(.seconds(2))
            #expect(scene.worker.now.reasons.contains("declaration lost"))
            // A publisher leaves alone what is not its own.
            try await scene.writer.overwriteData(with: nil)
            try await scene.writer.declare(scene.things)
        },
        Incident(
            name:
                "a list that an older version has spread over shards holds what runs, and is followed when it is replaced",
            isDeclared: true, mustShow: ["list sharded"]
        ) { scene in
            try await scene.writer.overwriteData(
                with: #"{"holdfast":1,"layout":{"generation":1700000000000,"shards":4,"birth":1699999999999,"was":[]}}"#
            )
            try await scene.worker.until("it is sharded") { $0.reasons.contains("list sharded") }
            // What remains below the list node is taken away by the older version, and concerns no worker.
            try await scene.writer.change(removing: ["thing-50"], adding: ["stranger"])
            try await scene.lasts(.seconds(2))
            #expect(scene.worker.now.reasons.contains("list sharded"))
            #expect(scene.worker.now.starts["stranger"] == nil)
            try await scene.writer.declare(scene.things)
        },
    ]
}
