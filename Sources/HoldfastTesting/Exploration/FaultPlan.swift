/// Which faults an ensemble has in one history, and when: written out, or drawn from a seed.
public struct FaultPlan: SimulationPlan, Hashable {
    /// One fault.
    public struct Entry: Codable, Hashable, Sendable {
        /// When it begins, in milliseconds from the moment when the plan does.
        public var begins: Int
        /// How long it lasts, in milliseconds; without meaning for a fault that is over at once.
        public var lasts: Int
        /// What happens.
        public var fault: SimulatedFault

        public init(_ fault: SimulatedFault, begins: Duration, lasts: Duration = .zero) {
            self.fault = fault
            self.begins = Int(begins / .milliseconds(1))
            self.lasts = Int(lasts / .milliseconds(1))
        }

        /// When it is over, in milliseconds from the moment when the plan begins.
        public var ends: Int { fault.isMomentary ? begins : begins + lasts }
    }

    /// The faults, in any order.
    public var entries: [Entry]

    /// A plan that is written out.
    public init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    /// When the last fault is over, from the moment when the plan begins.
    public var duration: Duration { .milliseconds(entries.map(\.ends).max() ?? 0) }

    public var simplerPlans: [FaultPlan] {
        entries.shorterArrays.map(FaultPlan.init) + shorterFaults
    }

    /// With one fault that lasts half as long.
    private var shorterFaults: [FaultPlan] {
        entries.indices.filter { !entries[$0].fault.isMomentary && entries[$0].lasts >= 200 }.map { index in
            var shorter = self
            shorter.entries[index].lasts /= 2
            return shorter
        }
    }
}

extension FaultPlan: CustomStringConvertible {
    public var description: String {
        guard !entries.isEmpty else { return "no faults" }
        return entries.sorted { $0.begins < $1.begins }.map { entry in
            let until = entry.fault.isMomentary ? "" : " for \(entry.lasts) ms"
            return "at \(entry.begins) ms: \(entry.fault)\(until)"
        }.joined(separator: "\n")
    }
}
