import Testing

/// One thing that goes wrong with an ensemble or its list, from its beginning to its end.
struct Incident: Sendable, CustomTestStringConvertible {
    var name: String
    /// Whether the list carries a declaration.
    var isDeclared = false
    /// The worker must have shown one of these reasons for a hold meanwhile; empty where it may not have noticed at all.
    var mustShow: Set<String> = []
    /// What is truly put on the list meanwhile.
    var putsOn: Set<String> = []
    /// What is truly put on the list meanwhile, and taken off.
    var takesOff: Set<String> = []
    var happen: @Sendable (Scene) async throws -> Void

    var testDescription: String { name }
}

extension Incident {
    /// It happens, and nothing is stopped that was not taken off; true changes are carried out afterwards.
    func survived(by scene: Scene) async throws {
        let things = Set(scene.things).union(putsOn)
        try await happen(scene)
        if !mustShow.isEmpty {
            try await scene.worker.until("a hold for \(mustShow.sorted())") {
                !$0.reasonsShown.isDisjoint(with: mustShow)
            }
        }
        let after = try await scene.worker.until("following again") { $0.isFollowing }
        #expect(after.stopped == takesOff, "\(name): nothing is stopped but what was taken off")
        #expect(after.running == things)
        print("shown: \(name): \(after.reasonsShown.sorted().joined(separator: ", "))")
        try await scene.carryOutChanges(after: name)
    }

    /// What the worker did from its beginning to its end.
    func isReflected(in record: WorkerRecord) {
        #expect(record.stopped == takesOff.union(["thing-7"]), "nothing is stopped but what was taken off")
        #expect(Set(record.starts.keys) == Set(Scene.things).union(["thing-51"]).union(putsOn).union(takesOff))
        #expect(record.starts.values.allSatisfy { $0 == 1 }, "nothing was started twice: \(record.starts)")
    }
}
