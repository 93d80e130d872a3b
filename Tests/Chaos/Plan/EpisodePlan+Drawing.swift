internal import HoldfastZooKeeper

extension EpisodePlan {
    /// Within which time the faults of a drawn episode begin, in seconds.
    private static let span = 5.0

    /// One to three faults that overlap, and true changes among them.
    static func drawn(seed: UInt64, settings: SuiteSettings, from catalogue: [Fault] = Catalogue.all) -> EpisodePlan {
        var random = SplitMix64(seed: seed)
        let isDeclared = Double.random(in: 0..<1, using: &random) < 0.4
        let faults = drawnFaults(Int.random(in: 1...3, using: &random), isDeclared, catalogue, settings, &random)
        return EpisodePlan(
            seed: seed, isDeclared: isDeclared, faults: faults,
            changes: drawnChanges(Int.random(in: 1...5, using: &random), settings, &random),
            replay: "make chaos EPISODES=1 SEED=\(seed)")
    }

    private static func drawnFaults(
        _ count: Int, _ isDeclared: Bool, _ catalogue: [Fault], _ settings: SuiteSettings,
        _ random: inout SplitMix64
    ) -> [PlannedFault] {
        var chosen: [Fault] = []
        var planned: [PlannedFault] = []
        for _ in 0..<count {
            let possible = catalogue.filter { fault in
                fault.befalls(isDeclared: isDeclared)
                    && chosen.allSatisfy { $0.touches.isDisjoint(with: fault.touches) }
            }
            guard let fault = possible.randomElement(using: &random) else { break }
            chosen.append(fault)
            // The first begins at once; the others while it lasts, or soon after.
            let begins = planned.isEmpty ? 0.3 : Double.random(in: 0.3...span, using: &random)
            planned.append(
                PlannedFault(
                    name: fault.name, begins: begins,
                    lasts: Double.random(in: fault.lasts, using: &random) * settings.pace,
                    pick: random.next()))
        }
        return planned.sorted { $0.begins < $1.begins }
    }

    private static func drawnChanges(
        _ count: Int, _ settings: SuiteSettings, _ random: inout SplitMix64
    ) -> [PlannedChange] {
        // What is taken off, all told, stays within what an undeclared list may lose in a minute.
        var present = (1...settings.things).map { "thing-\($0)" }.shuffled(using: &random)
        return (0..<count).map { index in
            let at = Double.random(in: 0.5...(span + 5), using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1: return PlannedChange(kind: .added, thing: "new-\(index + 1)", at: at)
            case 2: return PlannedChange(kind: .updated, thing: present.removeLast(), at: at)
            default: return PlannedChange(kind: .removed, thing: present.removeFirst(), at: at)
            }
        }.sorted { $0.at < $1.at }
    }
}
