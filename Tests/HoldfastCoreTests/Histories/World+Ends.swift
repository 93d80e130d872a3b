import HoldfastCore

// A hold that never ends is a fault, too: each way out is tried on a copy of the world.
extension World {
    /// Why one of the ways out does not lead out of where the world is; nil where they all do.
    func wayOutThatFails() -> String? {
        var stated = self
        if let wrong = stated.endByStatement() { return "stated in full: \(wrong)" }
        var approved = self
        if let wrong = approved.endByApproval() { return "approved: \(wrong)" }
        var mended = self
        if let wrong = mended.endByMending() { return "mended: \(wrong)" }
        return nil
    }

    /// A new session, over which the list is read as it stands.
    private mutating func look() {
        stranger = nil
        if servers.isMissing { servers.makeAnew(at: bench.now, counter: &counter) { $0.recreate([]) } }
        session += 1
        connect()
        read()
    }

    private mutating func letTimePass() {
        for _ in 0..<4 {
            guard let deadline = bench.core.nextDeadline, deadline <= bench.now + .seconds(6) else { return }
            bench.now = max(bench.now, deadline)
            reachDeadline()
        }
    }

    private mutating func endByStatement() -> String? {
        look()
        // A writer whose clock is behind what was stated before cannot be told from a backup.
        servers.list.clockError = max(servers.list.clockError, 3_600_000)
        servers.write(by: true, at: bench.now, counter: &counter) { $0.replace(with: ["a", "c", "z"]) }
        read()
        if let violation { return violation }
        guard bench.core.posture.state == .following else { return "holding for \(bench.core.posture.reasons)" }
        return bench.assigned == ["a", "c", "z"] ? nil : "assigned is \(bench.assigned)"
    }

    private mutating func endByApproval() -> String? {
        look()
        if bench.core.posture.approvalToken != nil {
            approve(bench.core.posture.approvalToken)
        } else {
            letTimePass()
        }
        if let violation { return violation }
        guard bench.core.posture.state == .following else { return "holding for \(bench.core.posture.reasons)" }
        let names = servers.list.entries.keys.sorted()
        return bench.assigned == names ? nil : "assigned is \(bench.assigned), and is to be \(names)"
    }

    /// Everything assigned is put on the list again; then one Thing is taken off.
    private mutating func endByMending() -> String? {
        look()
        guard servers.list.declaration == nil, truth.agreedGeneration == nil,
            bench.core.posture.reasons.contains(.declarationLost) == false
        else { return nil }
        let held = bench.assigned
        servers.write(at: bench.now, counter: &counter) { list in for id in held { list.add(id) } }
        read()
        letTimePass()
        if let violation { return violation }
        guard bench.core.posture.state == .following else { return "holding for \(bench.core.posture.reasons)" }
        guard held.count > 3, let last = held.last, servers.list.entries[last]?.isEphemeral == false else { return nil }
        bench.pass(.seconds(61))
        read()
        servers.write(at: bench.now, counter: &counter) { $0.remove(last) }
        let before = bench.now
        read()
        letTimePass()
        if let violation { return violation }
        if bench.assigned.contains(last) { return "\(last) was taken off and is still assigned" }
        return bench.now - before <= .seconds(6) ? nil : "a removal waited for \(bench.now - before)"
    }
}
