// A server, or what stands before it, may take the session and cut the connection each time. The library would be back
// within a sixtieth of the timeout, and nothing would ever count as a failure.
extension SessionMachine {
    /// Whether so many connections in a row were of no use that the next one is waited for.
    ///
    /// Then the handle is closed in the moment of the loss: later it may be connected again, and to close it would end the
    /// session.
    var isBraked: Bool { useless >= settings.uselessConnections }

    /// A connection was lost. One on which an operation was answered, or that stood for a while, was of use.
    mutating func connectionEnded(_ link: Link, wasUsed: Bool, at now: Duration) {
        let wasLong = link.admittedAt.map { now - $0 >= settings.usefulLife } ?? false
        useless = wasUsed || wasLong ? 0 : useless + 1
    }

    /// Whether that handle is connected, and is closed in the moment of its loss.
    func closesAtLoss(_ handle: Int) -> Bool {
        switch phase {
        case .connected(let link), .syncing(let link): link.handle == handle && link.closesAtLoss
        case .idle, .resolving, .waiting, .attempting, .regaining, .retiring, .closing, .failed: false
        }
    }

    /// The handle that was to be closed at its loss is open: its connection stands, or that moment was missed.
    package mutating func lossNotSeen(_ handle: Int, at now: Duration) -> [Action] {
        switch phase {
        case .connected(var link) where link.handle == handle && link.closesAtLoss:
            link.closesAtLoss = false
            phase = .connected(link)
            return []
        case .syncing(var link) where link.handle == handle && link.closesAtLoss:
            link.closesAtLoss = false
            phase = .syncing(link)
            return []
        case .retiring(let retiring) where retiring.handle == handle: return spared(handle, at: now)
        case .idle, .resolving, .waiting, .attempting, .syncing, .connected, .regaining, .retiring, .closing, .failed:
            return []
        }
    }

    /// How long to wait for the next connection: 500 ms, 1 s, then 2 s, and at most a third of the session timeout, so that
    /// the session lives on. Each times 0.75 to 1.25, but never less than 500 ms.
    mutating func brake() -> Duration {
        let third = session.map { $0.grant.timeout / 3 } ?? settings.longestBackoff
        let longest = max(settings.waitPerKnock, min(settings.longestBackoff, third))
        var wait = settings.waitPerKnock
        for _ in 0..<min(useless - settings.uselessConnections, 20) where wait < longest { wait = wait * 2 }
        return max(settings.waitPerKnock, scattered(min(wait, longest)))
    }
}
