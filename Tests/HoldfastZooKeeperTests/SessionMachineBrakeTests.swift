import Testing

@testable import HoldfastZooKeeper

/// Traces of servers that take the session and cut the connection each time. The session timeout is 10 s.
@Suite struct SessionMachineBrakeTests {
    let one = ServerAddress(host: "10.0.0.1", port: 2181)
    let two = ServerAddress(host: "10.0.0.2", port: 2181)

    @Test func connectionsThatAreCutAfterTheirSyncAreTwoASecondAtMost() {
        let many = (1...9).map { ServerAddress(host: "10.0.1.\($0)", port: 1) }
        for addresses in [[one], [one, two], many] {
            for timeout in [Duration.seconds(1), .seconds(4), .seconds(30)] {
                var flapping = Flapping(addresses, timeout: timeout)
                flapping.run(until: .seconds(600))
                #expect(flapping.knocks <= 1200 + 6, "\(flapping.knocks) in 600 s of \(addresses.count), \(timeout)")
                #expect(flapping.knocks >= 200)
                // The session lives on: no wait is as long as it.
                #expect(flapping.longestWait < timeout)
            }
        }
    }

    @Test func connectionsThatAreCutBeforeTheirSyncAreTwoASecondAtMost() {
        for addresses in [[one], [one, two]] {
            var flapping = Flapping(addresses, timeout: .seconds(10), isSynced: false)
            flapping.run(until: .seconds(600))
            #expect((200...1200 + 20).contains(flapping.knocks), "\(flapping.knocks) in 600 s")
        }
    }

    @Test func connectionThatWasOfUseIsRegainedAtOnceHoweverOftenItIsCut() {
        var machine = Trace.connected(to: [one])
        for round in 1...500 {
            let now = Duration.seconds(round)
            _ = machine.connectionLost(1, wasUsed: true, at: now)
            #expect(machine.nextDeadline == now + .milliseconds(300))
            _ = machine.connected(1, connection: 2 * round + 1, Trace.grant, at: now)
            _ = machine.synced(round + 1, at: now)
        }
        #expect(!machine.isBraked)
    }

    @Test func connectionThatStoodForASecondWasOfUse() {
        var machine = Trace.connected(to: [one])
        for round in 1...20 {
            let now = Duration.milliseconds(1000 * round)
            _ = machine.connectionLost(1, wasUsed: false, at: now)
            _ = machine.connected(1, connection: 2 * round + 1, Trace.grant, at: now)
            _ = machine.synced(round + 1, at: now)
        }
        #expect(machine.useless == 0)
    }

    @Test func serverThatCutsIsLeftForOneThatDoesNot() {
        var machine = Trace.connected(to: [one, two])
        for round in 1...4 { cut(&machine, round) }
        _ = machine.connectionLost(1, wasUsed: false, at: .zero)
        // From here on the handle is not left to regain.
        #expect(
            machine.connected(1, connection: 11, Trace.grant, at: .zero) == [
                .closeAtLoss(handle: 1), .sync(handle: 1, number: 6),
            ])
        _ = machine.synced(6, at: .zero)
        #expect(
            machine.connectionLost(1, wasUsed: false, at: .zero) == [
                .dismiss, .publish(.disconnected(leasesHold: true)),
            ])
        #expect(machine.retired(1, at: .zero) == [])
        let wait = machine.nextDeadline!
        #expect((.milliseconds(750)...(.milliseconds(1250))).contains(wait))
        #expect(machine.timePassed(at: wait) == [.resolve])
        #expect(
            machine.resolved([one, two], at: wait) == [.open(handle: 2, address: two, resuming: Trace.credentials)])
    }

    @Test func handleWhoseLossWasMissedIsRegained() {
        var machine = Trace.connected(to: [one])
        for round in 1...4 { cut(&machine, round) }
        _ = machine.connectionLost(1, wasUsed: false, at: .zero)
        _ = machine.connected(1, connection: 11, Trace.grant, at: .zero)
        _ = machine.connectionLost(1, wasUsed: false, at: .zero)
        #expect(machine.connected(1, connection: 13, Trace.grant, at: .zero) == [])
        #expect(
            machine.lossNotSeen(1, at: .seconds(1)) == [.closeAtLoss(handle: 1), .sync(handle: 1, number: 7)])
        // It stands: its loss is a loss like any other.
        _ = machine.synced(7, at: .seconds(1))
        #expect(machine.lossNotSeen(1, at: .seconds(2)) == [])
        _ = machine.connectionLost(1, wasUsed: false, at: .seconds(3))
        #expect(machine.nextDeadline == .milliseconds(3300))
        #expect(machine.useless == 0)
    }

    @Test func handleThatWasClosedAtALossWithoutAWordOfItIsFollowedByAnother() {
        for isSynced in [false, true] {
            var machine = Trace.connected(to: [one])
            for round in 1...4 { cut(&machine, round) }
            _ = machine.connectionLost(1, wasUsed: false, at: .zero)
            _ = machine.connected(1, connection: 11, Trace.grant, at: .zero)
            if isSynced { _ = machine.synced(6, at: .zero) }
            let actions = machine.retired(1, at: .milliseconds(10))
            #expect(actions.contains(.publish(.disconnected(leasesHold: true))) == isSynced)
            #expect(machine.session?.unconnectedSince == .milliseconds(10))
            #expect(machine.connectionLost(1, wasUsed: false, at: .milliseconds(20)) == [])
            #expect(machine.timePassed(at: .seconds(3)) == [.resolve])
            #expect(
                machine.resolved([one], at: .seconds(3)) == [
                    .open(handle: 2, address: one, resuming: Trace.credentials)
                ])
        }
    }

    /// A second word of the connection arms no second departure.
    @Test func connectionThatIsToldTwiceIsClosedAtItsLossOnce() {
        var machine = Trace.connected(to: [one])
        for round in 1...4 { cut(&machine, round) }
        _ = machine.connectionLost(1, wasUsed: false, at: .zero)
        let first = machine.connected(1, connection: 11, Trace.grant, at: .zero)
        #expect(first == [.closeAtLoss(handle: 1), .sync(handle: 1, number: 6)])
        #expect(machine.connected(1, connection: 12, Trace.grant, at: .zero) == [.sync(handle: 1, number: 7)])
    }

    /// The connection is lost before it was of use, and regained.
    private func cut(_ machine: inout SessionMachine, _ round: Int) {
        _ = machine.connectionLost(1, wasUsed: false, at: .zero)
        _ = machine.connected(1, connection: 2 * round + 1, Trace.grant, at: .zero)
        _ = machine.synced(round + 1, at: .zero)
    }

    @Test func useReleasesTheBrake() {
        var flapping = Flapping([one], timeout: .seconds(10))
        flapping.run(until: .seconds(60))
        flapping.wasUsed = true
        flapping.run(until: .seconds(61))
        let knocks = flapping.knocks
        flapping.run(until: .seconds(71))
        #expect(flapping.knocks - knocks > 40, "a sixtieth of the timeout apart, as if nothing had been")
    }
}

/// A machine whose servers take the session each time and cut the connection: after its sync, or before.
private struct Flapping {
    private let addresses: [ServerAddress]
    private let grant: SessionGrant
    private let isSynced: Bool
    var wasUsed = false
    private(set) var knocks = 0
    private(set) var longestWait = Duration.zero
    private var now = Duration.zero
    private var machine = Trace.machine()
    private var actions: [SessionMachine.Action] = []
    private var connection = 0
    /// The handle that is closed at its loss.
    private var closing: Int?

    init(_ addresses: [ServerAddress], timeout: Duration, isSynced: Bool = true) {
        (self.addresses, self.isSynced) = (addresses, isSynced)
        grant = SessionGrant(credentials: Trace.credentials, timeout: timeout)
        actions = machine.started(at: now)
    }

    mutating func run(until end: Duration) {
        while now < end {
            let next = actions.last
            for case .closeAtLoss(let handle) in actions { closing = handle }
            actions = []
            switch next {
            case .resolve: actions = machine.resolved(addresses, at: now)
            case .open(let handle, _, _):
                _ = machine.opened(handle, at: now)
                connection = 0
                actions = connect(handle)
            case .sync(let handle, let number):
                if isSynced { _ = machine.synced(number, at: now) }
                actions = machine.connectionLost(handle, wasUsed: wasUsed, at: now)
                // Closed in that moment, as was asked for.
                if closing == handle { actions = machine.retired(handle, at: now) }
            case .retire(let handle): actions = machine.retired(handle, at: now)
            default: wait()
            }
        }
    }

    /// The library is back after a sixtieth of the timeout where it still may; else the machine waits.
    private mutating func wait() {
        let before = now
        if case .regaining(let regaining) = machine.phase, now + grant.timeout / 60 < regaining.until {
            now += grant.timeout / 60
            actions = connect(regaining.handle)
        } else if let deadline = machine.nextDeadline {
            now = max(now, deadline)
            actions = machine.timePassed(at: now)
        }
        longestWait = max(longestWait, now - before)
    }

    private mutating func connect(_ handle: Int) -> [SessionMachine.Action] {
        knocks += 1
        connection += 2
        return machine.connected(handle, connection: connection, grant, at: now)
    }
}
