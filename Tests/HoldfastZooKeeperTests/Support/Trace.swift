@testable import HoldfastZooKeeper

/// What the traces begin with.
enum Trace {
    static let credentials = SessionCredentials(id: 77, password: Array(repeating: 7, count: 16))
    static let grant = SessionGrant(credentials: credentials, timeout: .seconds(10))

    static func machine() -> SessionMachine {
        SessionMachine(settings: .init(), seed: 1)
    }

    static func connection(_ ordinal: Int) -> SessionConnection {
        SessionConnection(sessionID: 77, negotiatedTimeout: .seconds(10), ordinal: ordinal)
    }

    /// The handle is open, and the next look finds its try refused.
    static func refuse(_ machine: inout SessionMachine, _ handle: Int, at now: Duration) -> [SessionMachine.Action] {
        _ = machine.opened(handle, at: now)
        return machine.probed(handle, .failed, at: now)
    }

    /// A machine with handle 1 connected to the first address.
    static func connected(to addresses: [ServerAddress]) -> SessionMachine {
        var machine = machine()
        _ = machine.started(at: .zero)
        _ = machine.resolved(addresses, at: .zero)
        _ = machine.opened(1, at: .zero)
        _ = machine.connected(1, connection: 1, grant, at: .zero)
        _ = machine.synced(1, at: .zero)
        return machine
    }

    /// A machine that lost its connection, was refused by the only address, and waits.
    static func waiting(since loss: Duration, _ addresses: [ServerAddress]) -> SessionMachine {
        var machine = connected(to: addresses)
        _ = machine.connectionLost(1, at: loss)
        _ = machine.timePassed(at: loss + .milliseconds(300))
        _ = machine.retired(1, at: loss + .milliseconds(300))
        _ = machine.resolved(addresses, at: loss + .milliseconds(300))
        _ = refuse(&machine, 2, at: loss + .milliseconds(310))
        _ = machine.retired(2, at: loss + .milliseconds(310))
        return machine
    }
}
