/// Which Things failed, and when: one that keeps failing is quarantined.
struct FailureRecord: Sendable {
    let rule: QuarantineRule
    private var failures: [ThingID: [Moment]] = [:]

    init(rule: QuarantineRule) {
        self.rule = rule
    }

    /// The closure of a Thing failed.
    ///
    /// - Returns: until when the Thing is to be left alone; nil where it is to go on.
    mutating func failed(_ id: ThingID, at now: Moment) -> Moment? {
        guard rule.failures > 0 else { return nil }
        var recent = (failures[id] ?? []).filter { now - $0 < rule.window }
        recent.append(now)
        guard recent.count >= rule.failures else {
            failures[id] = recent
            return nil
        }
        failures[id] = nil
        return now + rule.rest
    }

    mutating func forget(_ id: ThingID) {
        failures[id] = nil
    }
}
