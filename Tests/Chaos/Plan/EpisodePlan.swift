/// What is to happen in an episode, and when: drawn from a seed, or chosen.
struct EpisodePlan: Codable, Hashable, Sendable {
    struct PlannedFault: Codable, Hashable, Sendable {
        /// Its name in the catalogue.
        var name: String
        /// When it begins, in seconds since all Things run.
        var begins: Double
        var lasts: Double
        /// Which server it meets, which Things.
        var pick: UInt64
    }

    struct PlannedChange: Codable, Hashable, Sendable {
        var kind: ChangeRecord.Kind
        var thing: String
        /// When it is made, in seconds since all Things run.
        var at: Double
    }

    var seed: UInt64
    var isDeclared: Bool
    var faults: [PlannedFault]
    var changes: [PlannedChange]
    /// The command that runs it again.
    var replay: String

    var name: String { faults.map(\.name).joined(separator: " + ") }
}

extension EpisodePlan {
    /// One fault alone, as short as it is drawn, with a true addition and a true removal while it lasts.
    ///
    /// - Parameter isDeclared: nil means a list as the fault wants it, without a declaration where it may be either.
    static func single(_ fault: Fault, isDeclared: Bool? = nil, settings: SuiteSettings) -> EpisodePlan {
        let isDeclared = isDeclared ?? !fault.befalls(isDeclared: false)
        let lasts = fault.lasts.lowerBound * settings.pace
        return EpisodePlan(
            seed: 0, isDeclared: isDeclared,
            faults: [PlannedFault(name: fault.name, begins: 0.2, lasts: lasts, pick: 1)],
            changes: [
                PlannedChange(kind: .added, thing: "new-1", at: 0.2 + lasts * 0.6),
                PlannedChange(kind: .removed, thing: "thing-3", at: 0.2 + lasts * 0.8),
            ],
            replay: "make chaos FAULT='\(fault.name)'\(isDeclared ? " DECLARED=1" : "")")
    }
}
