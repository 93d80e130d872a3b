// What becomes of the connection when the servers that may be used change.
extension SessionMachine {
    /// The addresses that may be used, once the list of servers was changed. Before, every address comes from the list.
    struct AllowedAddresses: Equatable {
        private var addresses: Set<ServerAddress>?
        /// Whether a changed list was not looked up yet.
        private(set) var isOutdated = false
        /// When to look it up again, after a failure.
        private(set) var retryAt: Duration?

        func contains(_ address: ServerAddress) -> Bool {
            guard !isOutdated, let addresses else { return true }
            return addresses.contains(address)
        }

        mutating func listChanged() {
            isOutdated = true
            retryAt = nil
        }

        mutating func resolved(_ found: [ServerAddress]) {
            if isOutdated {
                addresses = Set(found)
            } else {
                addresses?.formUnion(found)
            }
            isOutdated = false
            retryAt = nil
        }

        mutating func resolutionFailed(retryAt: Duration) {
            self.retryAt = isOutdated ? retryAt : nil
        }

        mutating func retried() {
            retryAt = nil
        }
    }

    /// The list of servers was changed: it is looked up, and a server that it does not hold is left.
    mutating func serversChanged(at now: Duration) -> [Action] {
        if case .failed = phase { return [] }
        if case .idle = phase { return [] }
        allowed.listChanged()
        isResolving = true
        return [.resolve]
    }

    mutating func leave(_ link: Link, at now: Duration, _ actions: inout [Action]) {
        session?.unconnectedSince = now
        session?.leasesHold = true
        publish(.disconnected(leasesHold: true), &actions)
        actions.append(.abandon(handle: link.handle))
        round.lost = nil
        tryKnownAddresses(at: now, &actions)
    }
}
