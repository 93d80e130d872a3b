internal import Histories

/// The real worker with one of its protections switched off, and the faults of which one must find it out.
struct BrokenWorker: Sendable {
    /// What is broken.
    let name: String
    /// The number of the mutant that it is.
    let mutant: Int
    /// Each is run alone.
    let faults: [String]

    static let all: [BrokenWorker] = [
        .make("missing node believed", by: "a missing list is an empty list", ["list deleted", "data wiped"]),
        .make("empty believed", by: "an emptied list is believed", ["list emptied"]),
        .make("error believed", by: "a reading that failed is an empty list", ["reading forbidden"]),
        .make("rewound believed", by: "a rewound history is believed", ["older snapshot restored"]),
        .make("settle off", by: "the settle time does not matter", ["list rewritten as the worker comes back"]),
    ].compactMap(\.self)

    /// Nil where there is no such mutant; a test counts them.
    private static func make(_ name: String, by mutant: String, _ faults: [String]) -> BrokenWorker? {
        Mutant.all.firstIndex { $0.name == mutant }.map { BrokenWorker(name: name, mutant: $0 + 1, faults: faults) }
    }

    /// What is played to it, twice, since a fault may miss.
    func plans(_ settings: SuiteSettings) -> [EpisodePlan] {
        let plans = faults.compactMap { Catalogue.fault(named: $0) }.map { EpisodePlan.single($0, settings: settings) }
        return plans + plans
    }
}
