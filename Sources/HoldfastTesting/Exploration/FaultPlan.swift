/// Which faults an ensemble has in one history, and when: written out, or drawn from a seed.
public struct FaultPlan: SimulationPlan, Hashable {
    /// One fault. Its times are whole milliseconds.
    public struct Entry: Hashable, Sendable {
        /// When it begins, from the moment when the plan does.
        public let begins: Duration
        /// How long it lasts; without meaning for a fault that is over at once.
        public let lasts: Duration
        /// What happens.
        public let fault: SimulatedFault

        public init(_ fault: SimulatedFault, begins: Duration, lasts: Duration = .zero) {
            self.fault = fault
            // As it is written down, so that what was written replays the same.
            self.begins = .milliseconds(begins.wholeMilliseconds)
            self.lasts = .milliseconds(lasts.wholeMilliseconds)
        }

        /// When it is over, from the moment when the plan begins.
        public var ends: Duration { fault.isMomentary ? begins : begins + lasts }
    }

    /// The faults, in any order.
    public var entries: [Entry]

    /// A plan that is written out.
    public init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    /// When the last fault is over, from the moment when the plan begins.
    public var duration: Duration { entries.map(\.ends).max() ?? .zero }

    public var simplerPlans: [FaultPlan] {
        Self.shorter(entries).map(FaultPlan.init) + shorterFaults
    }

    /// With one fault that lasts half as long.
    private var shorterFaults: [FaultPlan] {
        entries.indices.filter { !entries[$0].fault.isMomentary && entries[$0].lasts >= .milliseconds(200) }.map {
            index in
            var shorter = self
            let entry = entries[index]
            shorter.entries[index] = Entry(entry.fault, begins: entry.begins, lasts: entry.lasts / 2)
            return shorter
        }
    }
}

extension FaultPlan: CustomStringConvertible {
    public var description: String {
        guard !entries.isEmpty else { return "no faults" }
        return entries.sorted { $0.begins < $1.begins }.map { entry in
            let until = entry.fault.isMomentary ? "" : " for \(entry.lasts.wholeMilliseconds) ms"
            return "at \(entry.begins.wholeMilliseconds) ms: \(entry.fault)\(until)"
        }.joined(separator: "\n")
    }
}

/// Written in milliseconds.
extension FaultPlan.Entry: Codable {
    private enum CodingKeys: String, CodingKey {
        case begins, lasts, fault
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try values.decode(SimulatedFault.self, forKey: .fault),
            begins: .milliseconds(try values.decode(Int64.self, forKey: .begins)),
            lasts: .milliseconds(try values.decode(Int64.self, forKey: .lasts)))
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(begins.wholeMilliseconds, forKey: .begins)
        try values.encode(lasts.wholeMilliseconds, forKey: .lasts)
        try values.encode(fault, forKey: .fault)
    }
}
