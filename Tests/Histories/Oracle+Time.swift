internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper

// The rules that are asked as time passes.
extension Oracle {
    /// How long a reading may take that proves something, where no server lags.
    private static let readingTime = Duration.seconds(5)

    /// After every step in which something may be overdue.
    func lookAround() {
        tell { state, now in
            if let fault = state.closures.contradiction(olderThan: rules.moment, at: now) { return fault }
            guard let tenure = rules.tenure else { return nil }
            state.tenure.passed(until: now)
            return state.tenure.overdue(
                state.closures.running.keys, after: tenure + rules.moment + Self.messageTime * 2
            ).map { id in
                "a Thing runs for more than its tenure without proof: \(id)"
            }
        }
    }

    /// The list or the connection has changed.
    func noteWhatIsProvable(_ state: inout State, at now: Duration) {
        guard rules.tenure != nil else { return }
        state.tenure.passed(until: now)
        guard state.connection.wasConnected(at: now) else { return state.tenure.canProve(.these([])) }
        guard !rules.serversLag else { return state.tenure.canProve(.anything) }
        let listed = state.branches.newest?.list?.children.keys
        state.tenure.canProve(.these(Set((listed.map(Array.init) ?? []).map { ThingID(bytes: $0.bytes) })))
    }

    func follows(_ posture: Posture, _ state: inout State, at now: Duration) -> String? {
        state.tenure.saw(posture, at: now)
        return nil
    }

    func suspended(_ id: ThingID, _ suspension: Suspension, _ state: inout State, at now: Duration) -> String? {
        let fault: String? =
            switch suspension {
            case .tenureEnded: tenureFault(id, state, at: now)
            case .stoppedByOperator:
                state.words.mayRest(id, since: now - rules.moment)
                    ? nil : "a Thing rests that no operator has stopped: \(id)"
            case .quarantined, .notYetKnown: nil
            }
        return fault ?? state.closures.suspended(id, suspension, at: now)
    }

    private func tenureFault(_ id: ThingID, _ state: State, at now: Duration) -> String? {
        guard let tenure = rules.tenure else { return "a tenure ended that has no limit: \(id)" }
        if let since = state.tenure.following, now - since > tenure + rules.moment,
            calm.isKept(from: now - tenure - Self.readingTime, until: now)
        {
            return "a tenure ended although the list was followed all the time: \(id)"
        }
        guard let started = state.tenure.started(id), !rules.serversLag else { return nil }
        guard now - started >= tenure - Self.readingTime - rules.stall else {
            return "a tenure ended after only \(now - started): \(id)"
        }
        return nil
    }
}
