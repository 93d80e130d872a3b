import Testing

@testable import HoldfastZooKeeper

/// What the machine does when the list of servers changes.
@Suite struct SessionMachineServersTests {
    private let a = ServerAddress(host: "10.0.0.1", port: 2181)
    private let b = ServerAddress(host: "10.0.0.2", port: 2181)

    @Test func serverThatTheListLacksIsLeftForAnother() {
        var machine = Trace.connected(to: [a])
        #expect(machine.serversChanged(at: .seconds(1)) == [.resolve])
        #expect(
            machine.resolved([b], at: .seconds(1)) == [
                .dismiss, .publish(.disconnected(leasesHold: true)), .abandon(handle: 1),
                .open(handle: 2, address: b, resuming: Trace.credentials),
            ])
        // What becomes of the handle that was left concerns the machine no more.
        #expect(machine.connectionLost(1, at: .seconds(2)) == [])
        #expect(machine.retired(1, at: .seconds(2)) == [])
        _ = machine.opened(2, at: .seconds(2))
        #expect(machine.connected(2, connection: 1, Trace.grant, at: .seconds(2)) == [.sync(handle: 2, number: 2)])
        #expect(
            machine.synced(2, at: .seconds(2)) == [
                .admit(handle: 2, connection: 1), .publish(.connected(Trace.connection(2))),
            ])
    }

    @Test func listThatHoldsTheServerInUseChangesNothing() {
        var machine = Trace.connected(to: [a])
        _ = machine.serversChanged(at: .seconds(1))
        #expect(machine.resolved([b, a], at: .seconds(1)) == [])
    }

    /// Names stand for other addresses at other times: without a change of the list no server is left.
    @Test func addressesThatChangeAloneChangeNothing() {
        var machine = Trace.connected(to: [a])
        #expect(machine.resolved([b], at: .seconds(1)) == [])
    }

    @Test func listThatCannotBeLookedUpIsTriedAgainAndTheServerKept() {
        var machine = Trace.connected(to: [a])
        _ = machine.serversChanged(at: .seconds(1))
        #expect(machine.resolutionFailed(at: .seconds(1)) == [])
        #expect(machine.nextDeadline == .seconds(3))
        #expect(machine.timePassed(at: .seconds(3)) == [.resolve])
        #expect(machine.nextDeadline == nil)
    }

    @Test func serverThatTheListLacksIsLeftOnceItHasAnswered() {
        var machine = Trace.machine()
        _ = machine.started(at: .zero)
        _ = machine.resolved([a], at: .zero)
        _ = machine.opened(1, at: .zero)
        _ = machine.serversChanged(at: .zero)
        #expect(machine.resolved([b], at: .zero) == [])
        _ = machine.connected(1, connection: 1, Trace.grant, at: .zero)
        #expect(
            machine.synced(1, at: .zero) == [
                .admit(handle: 1, connection: 1), .publish(.connected(Trace.connection(1))), .dismiss,
                .publish(.disconnected(leasesHold: true)), .abandon(handle: 1),
                .open(handle: 2, address: b, resuming: Trace.credentials),
            ])
    }

    @Test func sessionOfWhichNoServerOfTheNewListKnowsIsGivenUp() {
        var machine = Trace.connected(to: [a])
        _ = machine.serversChanged(at: .zero)
        _ = machine.resolved([b], at: .zero)
        #expect(machine.timePassed(at: .seconds(10)).contains(.publish(.disconnected(leasesHold: false))))
        #expect(machine.timePassed(at: .seconds(20)).contains(.publish(.lost(sessionID: 77))))
    }
}
