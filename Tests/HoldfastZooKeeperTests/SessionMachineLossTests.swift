import Testing

@testable import HoldfastZooKeeper

/// Traces of lost connections and lost sessions. The session timeout is 10 s.
@Suite struct SessionMachineLossTests {
    let one = ServerAddress(host: "10.0.0.1", port: 2181)
    let two = ServerAddress(host: "10.0.0.2", port: 2181)

    @Test func lossIsPublishedAtOnceAndTheLibraryMayRegain() {
        var machine = Trace.connected(to: [one, two])
        #expect(machine.connectionLost(1, at: .seconds(5)) == [.dismiss, .publish(.disconnected(leasesHold: true))])
        #expect(machine.nextDeadline == .milliseconds(5300))
        #expect(
            machine.connected(1, connection: 3, Trace.grant, at: .milliseconds(5100)) == [.sync(handle: 1, number: 2)])
        #expect(
            machine.synced(2, at: .milliseconds(5110)) == [
                .admit(handle: 1, connection: 3), .publish(.connected(Trace.connection(2))),
            ]
        )
    }

    @Test func handleThatDoesNotRegainIsRetiredAndTheNextResumesElsewhere() {
        var machine = Trace.connected(to: [one, two])
        _ = machine.connectionLost(1, at: .seconds(5))
        #expect(machine.timePassed(at: .milliseconds(5300)) == [.retire(handle: 1)])
        #expect(machine.retired(1, at: .milliseconds(5310)) == [.resolve])
        #expect(
            machine.resolved([one, two], at: .milliseconds(5310)) == [
                .open(handle: 2, address: two, resuming: Trace.credentials)
            ]
        )
    }

    @Test func handleThatIsFoundConnectedIsSpared() {
        var machine = Trace.connected(to: [one, two])
        _ = machine.connectionLost(1, at: .seconds(5))
        _ = machine.timePassed(at: .milliseconds(5300))
        #expect(machine.connected(1, connection: 3, Trace.grant, at: .milliseconds(5301)) == [])
        #expect(machine.spared(1, at: .milliseconds(5302)) == [.sync(handle: 1, number: 2)])
        #expect(machine.nextDeadline == nil)
    }

    @Test func sparedHandleIsLookedAtAgainWhereItsEventIsLate() {
        var machine = Trace.connected(to: [one, two])
        _ = machine.connectionLost(1, at: .seconds(5))
        _ = machine.timePassed(at: .milliseconds(5300))
        #expect(machine.spared(1, at: .milliseconds(5301)) == [])
        #expect(machine.timePassed(at: .milliseconds(5311)) == [.probe(handle: 1)])
        #expect(machine.probed(1, .connected, at: .milliseconds(5311)) == [])
        #expect(
            machine.connected(1, connection: 3, Trace.grant, at: .milliseconds(5312)) == [.sync(handle: 1, number: 2)])
    }

    @Test func connectionThatNeverCountedDoesNotRenewTheAllowance() {
        var machine = Trace.connected(to: [one, two])
        _ = machine.connectionLost(1, at: .seconds(5))
        _ = machine.connected(1, connection: 3, Trace.grant, at: .milliseconds(5200))
        #expect(machine.connectionLost(1, at: .milliseconds(5250)) == [])
        #expect(machine.nextDeadline == .milliseconds(5300))
        _ = machine.connected(1, connection: 5, Trace.grant, at: .milliseconds(5290))
        #expect(machine.connectionLost(1, at: .milliseconds(5310)) == [.retire(handle: 1)])
    }

    @Test func repeatedConnectionWithoutALossCountsAsNew() {
        var machine = Trace.connected(to: [one])
        #expect(
            machine.connected(1, connection: 2, Trace.grant, at: .seconds(5)) == [
                .dismiss, .publish(.disconnected(leasesHold: true)), .sync(handle: 1, number: 2),
            ]
        )
        #expect(
            machine.synced(2, at: .seconds(5)) == [
                .admit(handle: 1, connection: 2), .publish(.connected(Trace.connection(2))),
            ]
        )
    }

    @Test func handleThatConnectsWhileItIsClosedLeavesTheSessionItsEnd() {
        var machine = Trace.connected(to: [one, two])
        _ = machine.connectionLost(1, at: .seconds(5))
        _ = machine.timePassed(at: .milliseconds(5300))
        _ = machine.connected(1, connection: 3, Trace.grant, at: .milliseconds(5301))
        _ = machine.retired(1, at: .milliseconds(5302))
        #expect(machine.session?.end == .milliseconds(25_302))
    }

    @Test func leasesEndAfterTheTimeoutAndTheSessionAfterTwice() {
        var machine = Trace.waiting(since: .seconds(5), [one])
        #expect(
            machine.timePassed(at: .milliseconds(14_999)).contains(.publish(.disconnected(leasesHold: false))) == false)
        machine = Trace.waiting(since: .seconds(5), [one])
        #expect(machine.timePassed(at: .seconds(15)).first == .publish(.disconnected(leasesHold: false)))
        _ = machine.resolutionFailed(at: .seconds(15))
        #expect(machine.timePassed(at: .seconds(25)) == [.publish(.lost(sessionID: 77)), .close(handle: 3)])
    }

    @Test func sessionThatIsGivenUpTakesTheAttemptWithIt() {
        var machine = Trace.connected(to: [one])
        _ = machine.connectionLost(1, at: .seconds(5))
        _ = machine.timePassed(at: .milliseconds(5300))
        _ = machine.retired(1, at: .milliseconds(5300))
        _ = machine.resolved([one], at: .milliseconds(5300))
        _ = machine.timePassed(at: .seconds(15))
        #expect(machine.timePassed(at: .seconds(25)) == [.publish(.lost(sessionID: 77)), .close(handle: 2)])
        #expect(machine.connected(2, connection: 1, Trace.grant, at: .seconds(25)) == [])
        #expect(machine.closed(2, at: .seconds(25)) == [])
        _ = machine.timePassed(at: machine.nextDeadline!)
        #expect(machine.resolved([one], at: .seconds(26)) == [.open(handle: 3, address: one, resuming: nil)])
    }

    @Test func sessionGivenUpWhileRetiringIsNotTakenBack() {
        var machine = Trace.connected(to: [one])
        _ = machine.connectionLost(1, at: .seconds(5))
        _ = machine.timePassed(at: .seconds(6))
        _ = machine.timePassed(at: .seconds(15))
        #expect(machine.timePassed(at: .seconds(25)) == [.publish(.lost(sessionID: 77))])
        #expect(machine.connected(1, connection: 3, Trace.grant, at: .seconds(25)) == [])
        #expect(machine.spared(1, at: .seconds(25)) == [.close(handle: 1)])
    }

    @Test func expiredSessionIsReplacedAtTheSameServerFirst() {
        var machine = Trace.connected(to: [one, two])
        #expect(
            machine.sessionExpired(1, at: .seconds(5)) == [.dismiss, .publish(.lost(sessionID: 77)), .close(handle: 1)]
        )
        #expect(machine.closed(1, at: .seconds(5)) == [.open(handle: 2, address: one, resuming: nil)])
        let other = SessionGrant(credentials: SessionCredentials(id: 78, password: []), timeout: .seconds(10))
        _ = machine.connected(2, connection: 1, other, at: .seconds(5))
        let connection = SessionConnection(sessionID: 78, negotiatedTimeout: .seconds(10), ordinal: 2)
        #expect(machine.synced(2, at: .seconds(5)).last == .publish(.connected(connection)))
    }

    @Test func serverThatRefusesNewSessionsIsNotAskedInALoop() {
        var machine = Trace.machine()
        _ = machine.started(at: .zero)
        _ = machine.resolved([one], at: .zero)
        #expect(machine.sessionExpired(1, at: .zero) == [.close(handle: 1)])
        #expect(machine.closed(1, at: .zero) == [])
        #expect(machine.nextDeadline! >= .milliseconds(75))
    }

    @Test func expiryWhileRetiringLeadsToANewSession() {
        var machine = Trace.connected(to: [one, two])
        _ = machine.connectionLost(1, at: .seconds(5))
        _ = machine.timePassed(at: .milliseconds(5300))
        #expect(machine.sessionExpired(1, at: .milliseconds(5301)) == [.publish(.lost(sessionID: 77))])
        #expect(machine.retired(1, at: .milliseconds(5302)) == [.resolve])
        #expect(
            machine.resolved([one, two], at: .milliseconds(5302)) == [.open(handle: 2, address: two, resuming: nil)])
    }

    @Test func leaseThatEndedStaysEndedUntilTheNextConnection() {
        var machine = Trace.waiting(since: .seconds(5), [one])
        _ = machine.timePassed(at: .seconds(15))
        _ = machine.resolved([one], at: .seconds(15))
        _ = machine.connected(3, connection: 1, Trace.grant, at: .seconds(15))
        #expect(machine.connectionLost(3, at: .seconds(16)) == [])
        #expect(machine.published == .disconnected(leasesHold: false))
    }
}
