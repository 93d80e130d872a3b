import HoldfastZooKeeper
import TestSupport

extension Incident {
    /// What happens to a list without a declaration.
    static let lists: [Incident] = [
        Incident(name: "list and its children deleted one by one", mustShow: ["list missing"]) { scene in
            try await scene.writer.deleteOneByOne()
            try await scene.worker.until("the list is missing") { $0.reasons.contains("list missing") }
            try await scene.writer.make(scene.things)
        },
        Incident(name: "list emptied in one transaction, and refilled in one", mustShow: ["list empty"]) { scene in
            try await scene.writer.change(removing: scene.things)
            try await scene.worker.until("the list is empty") { $0.reasons.contains("list empty") }
            try await scene.lasts(.seconds(3))
            try await scene.writer.change(adding: scene.things)
        },
        Incident(name: "list emptied and refilled one by one over 10 s", mustShow: ["list empty"]) { scene in
            for thing in scene.things { try await scene.writer.remove(thing) }
            try await scene.worker.until("the list is empty") { $0.reasons.contains("list empty") }
            for thing in scene.things {
                try await scene.writer.add(thing)
                try await scene.lasts(.milliseconds(200))
            }
        },
        Incident(name: "a writer's session ends, and takes its ephemeral entries", mustShow: ["ephemeral entry gone"]) {
            scene in
            let entries = Array(scene.things.suffix(10))
            try await ListWriter.with(scene.ensemble, list: scene.writer.list) { dying in
                try await dying.change(
                    removing: entries, adding: entries, mode: .ephemeral, payload: ListWriter.otherPayload)
                try await scene.worker.until("the ephemeral entries are read") { $0.updated.isSuperset(of: entries) }
            }
            try await scene.lasts(.seconds(2))
            try await scene.writer.change(adding: entries)
        },
    ]
}
