package import HoldfastTesting

/// One history of a worker, an operator and an ensemble: what is there, and what happens when.
package struct HistoryPlan: SimulationPlan, Hashable {
    package struct Step: Codable, Hashable, Sendable {
        /// In milliseconds from the beginning.
        package var at: Int
        package var action: OperatorAction
    }

    /// How the list is brought in order after all faults.
    package enum Ending: String, Codable, Hashable, Sendable, CaseIterable {
        /// Everything that is assigned is put back, then what is not to run is taken off.
        case putBack
        /// What is held is approved as it stands.
        case approve
        /// The list is declared.
        case declare
    }

    package var servers = 3
    package var sessionTimeout = 4000
    /// How many Things are on the list to begin with.
    package var things = 3
    package var isDeclared = false
    /// How many bytes one request of the publisher may take.
    package var requestLimit = 1 << 20
    /// The worker's `brakeRelease`, in milliseconds.
    package var brakeRelease: Int?
    /// The worker's tenure, in milliseconds.
    package var tenure: Int?
    package var tellsPayloads = false
    /// How long a closure takes to end when it is cancelled, in milliseconds.
    package var lingers = 0
    /// Whether the worker keeps on disk what it knows.
    package var keepsState = false
    /// Whether a second publisher writes the list, too.
    package var hasRival = false
    package var ending = Ending.putBack
    /// Whether the end of a declared list, too, is that what is held is approved.
    package var approvesAtTheEnd = false
    /// How long the process stalls at most, now and then, in milliseconds; 0 never.
    package var stall = 0
    /// How many operations the worker's client may have under way at once.
    package var inFlight = 512
    /// Clocks of publishers that are wrong for a while.
    package var clocks: [PublisherClock] = []
    package var faults = FaultPlan()
    package var steps: [Step] = []

    package init() {}

    /// When the last of it is over.
    package var duration: Duration {
        max(faults.duration, .milliseconds(steps.map(\.at).max() ?? 0))
    }
}

extension HistoryPlan {
    package var simplerPlans: [HistoryPlan] {
        Self.shorter(steps).map { with(\.steps, $0) }
            + faults.simplerPlans.map { with(\.faults, $0) }
            + simplerSettings
    }

    private var simplerSettings: [HistoryPlan] {
        var simpler: [HistoryPlan] = []
        if brakeRelease != nil { simpler.append(with(\.brakeRelease, nil)) }
        if tenure != nil { simpler.append(with(\.tenure, nil)) }
        if tellsPayloads { simpler.append(with(\.tellsPayloads, false)) }
        if lingers > 0 { simpler.append(with(\.lingers, 0)) }
        if keepsState { simpler.append(with(\.keepsState, false)) }
        if hasRival { simpler.append(with(\.hasRival, false)) }
        if stall > 0 { simpler += [with(\.stall, 0), with(\.stall, stall / 2)] }
        if inFlight < 512 { simpler.append(with(\.inFlight, 512)) }
        simpler += Self.shorter(clocks).map { with(\.clocks, $0) }
        if approvesAtTheEnd { simpler.append(with(\.approvesAtTheEnd, false)) }
        if servers > 1 { simpler.append(with(\.servers, servers - 2)) }
        if things > 1 { simpler.append(with(\.things, things - 1)) }
        return simpler
    }

    private func with<Value>(_ path: WritableKeyPath<HistoryPlan, Value>, _ value: Value) -> HistoryPlan {
        var plan = self
        plan[keyPath: path] = value
        return plan
    }
}

extension HistoryPlan: CustomStringConvertible {
    package var description: String {
        var settings = ["\(servers) servers", "\(things) Things", isDeclared ? "declared" : "undeclared"]
        settings.append("session timeout \(sessionTimeout) ms")
        if isDeclared, requestLimit < 1 << 20 { settings.append("requests of \(requestLimit) bytes") }
        if let brakeRelease { settings.append("brakeRelease \(brakeRelease) ms") }
        if let tenure { settings.append("tenure \(tenure) ms") }
        if tellsPayloads { settings.append("payloads are told") }
        if lingers > 0 { settings.append("closures take \(lingers) ms to end") }
        if keepsState { settings.append("the worker keeps what it knows") }
        if hasRival { settings.append("two publishers") }
        if stall > 0 { settings.append("the process stalls for up to \(stall) ms") }
        if inFlight < 512 { settings.append("\(inFlight) operations under way at once") }
        settings.append("ending: \(approvesAtTheEnd ? .approve : ending)")
        settings += clocks.map(\.description)
        let actions = steps.sorted { $0.at < $1.at }.map { "at \($0.at) ms: \($0.action)" }
        return ([settings.joined(separator: ", ")] + actions + [faults.description]).joined(separator: "\n")
    }
}

extension HistoryPlan {
    /// When the worker is led to another ensemble, on the plan's clock.
    var misleads: [Duration] {
        faults.entries.compactMap { entry in
            if case .mislead = entry.fault { entry.begins } else { nil }
        }
    }

    /// Whether a server may show what is long past.
    var serversLag: Bool {
        faults.entries.contains { entry in
            switch entry.fault {
            case .lag, .hang, .partitionServer, .readOnlyMinority, .delay: true
            case .wipe, .loseLeader, .kill, .partitionClient, .loseQuorum, .refuse, .expireSession, .cut, .loseReply,
                .restore, .mislead:
                false
            }
        }
    }
}
