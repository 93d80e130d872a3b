import HoldfastEnsemble
import TestSupport

extension Incident {
    /// All disks are lost, and the same list is written anew.
    static let wipes: [Incident] = [
        Incident(name: "disks wiped, list written at once", mustShow: ["list missing"]) { scene in
            try await scene.wipe()
            try await scene.writer.make(scene.things)
        },
        Incident(name: "disks wiped, list written in parts", mustShow: ["list missing"]) { scene in
            try await scene.wipe()
            try await scene.writer.make(Array(scene.things[..<20]))
            // Longer than it takes until an absence is believed in a list that holds still.
            try await scene.lasts(.seconds(3))
            try await scene.writer.change(adding: Array(scene.things[20..<40]))
            try await scene.lasts(.seconds(1))
            try await scene.writer.change(adding: Array(scene.things[40...]))
        },
        Incident(name: "disks wiped, list declared at once", isDeclared: true, mustShow: ["list missing"]) { scene in
            try await scene.wipe()
            try await scene.writer.declare(scene.things)
        },
        Incident(name: "disks wiped, list declared in parts", isDeclared: true, mustShow: ["declaration unfinished"]) {
            scene in
            try await scene.wipe()
            try await scene.writer.declareBeginning(Array(scene.things[..<20]))
            try await scene.lasts(.seconds(3))
            try await scene.writer.declareNext(Array(scene.things[20..<40]), count: 40, hasMore: true)
            try await scene.lasts(.seconds(1))
            try await scene.writer.declareNext(Array(scene.things[40...]), count: 50, hasMore: false)
        },
    ]
}

extension Scene {
    fileprivate func wipe() async throws {
        try await ensemble.wipe()
        try await worker.until("the list is missing") { $0.reasons.contains("list missing") }
    }
}
