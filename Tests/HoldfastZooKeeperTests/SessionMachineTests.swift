import Testing

@testable import HoldfastZooKeeper

/// Traces of a machine whose jitter is fixed by its seed: what happened, when, and what it decided.
@Suite struct SessionMachineTests {
    let one = ServerAddress(host: "10.0.0.1", port: 2181)
    let two = ServerAddress(host: "10.0.0.2", port: 2181)
    let three = ServerAddress(host: "10.0.0.3", port: 2181)

    @Test func timeoutIsTenSecondsWhereNobodySaysOtherwise() {
        let configuration = ZooKeeperClient.Configuration(servers: "zk1:2181")
        #expect(configuration.sessionTimeout == .seconds(10))
        #expect(configuration.machineSettings.sessionTimeout == .seconds(10))
    }

    @Test func startLooksTheServersUpOnce() {
        var machine = Trace.machine()
        #expect(machine.started(at: .zero) == [.resolve])
        #expect(machine.started(at: .zero) == [])
    }

    @Test func firstRoundKnocksWithoutWaitAndTheNextWaits() {
        var machine = Trace.machine()
        _ = machine.started(at: .zero)
        #expect(machine.resolved([one, two], at: .zero) == [.open(handle: 1, address: one, resuming: nil)])
        #expect(Trace.refuse(&machine, 1, at: .milliseconds(10)) == [.retire(handle: 1)])
        #expect(machine.retired(1, at: .milliseconds(20)) == [.open(handle: 2, address: two, resuming: nil)])
        #expect(Trace.refuse(&machine, 2, at: .milliseconds(30)) == [.retire(handle: 2)])
        #expect(machine.retired(2, at: .milliseconds(40)) == [])
        let wait = machine.nextDeadline! - .milliseconds(40)
        #expect((.milliseconds(75)...(.milliseconds(125))).contains(wait))
        #expect(machine.timePassed(at: machine.nextDeadline!) == [.resolve])
    }

    @Test func longOutageKnocksAtMostTwiceASecond() {
        for addresses in [
            [one], [one, two], [one, two, three], (1...9).map { ServerAddress(host: "10.0.1.\($0)", port: 1) },
        ] {
            var machine = Trace.machine()
            var now = Duration.zero
            var knocks = 0
            _ = machine.started(at: now)
            var actions = machine.resolved(addresses, at: now)
            while now < .seconds(600) {
                if case .open(let handle, _, _) = actions.first {
                    knocks += 1
                    _ = Trace.refuse(&machine, handle, at: now)
                    actions = machine.retired(handle, at: now)
                } else if case .resolve = actions.first {
                    actions = machine.resolved(addresses, at: now)
                } else {
                    now = machine.nextDeadline!
                    actions = machine.timePassed(at: now)
                }
            }
            #expect(knocks <= 1200 + 6 * addresses.count, "\(addresses.count) addresses, \(knocks) knocks in 600 s")
            #expect(knocks >= 200)
        }
    }

    @Test func failedLookUpWaitsAndIsTriedAgain() {
        var machine = Trace.machine()
        _ = machine.started(at: .zero)
        #expect(machine.resolutionFailed(at: .seconds(1)) == [])
        #expect(machine.nextDeadline! > .seconds(1))
        #expect(machine.timePassed(at: machine.nextDeadline!) == [.resolve])
    }

    @Test func lookUpsThatFailForLongComeEveryTwoSeconds() {
        var machine = Trace.machine()
        var now = Duration.zero
        var lookUps = 0
        var actions = machine.started(at: now)
        while now < .seconds(600) {
            if actions == [.resolve] {
                lookUps += 1
                // A resolver without a network answers at once.
                actions = machine.resolutionFailed(at: now)
            } else {
                #expect(actions == [])
                guard let next = machine.nextDeadline, next > now else {
                    Issue.record("no wait after \(lookUps) look-ups")
                    return
                }
                now = next
                actions = machine.timePassed(at: now)
            }
            guard lookUps < 1000 else { break }
        }
        #expect((200...410).contains(lookUps), "\(lookUps) in \(now)")
    }

    @Test func slowLookUpFallsBackToKnownAddressesAndIsNotRepeated() {
        var machine = Trace.connected(to: [one, two])
        _ = machine.connectionLost(1, at: .seconds(10))
        _ = machine.timePassed(at: .milliseconds(10_300))
        #expect(machine.retired(1, at: .milliseconds(10_300)) == [.resolve])
        #expect(machine.nextDeadline == .milliseconds(10_400))
        let opened = machine.timePassed(at: .milliseconds(10_400))
        #expect(opened == [.open(handle: 2, address: two, resuming: Trace.credentials)])
        _ = Trace.refuse(&machine, 2, at: .milliseconds(10_410))
        _ = machine.retired(2, at: .milliseconds(10_410))
        _ = Trace.refuse(&machine, 3, at: .milliseconds(10_420))
        _ = machine.retired(3, at: .milliseconds(10_420))
        #expect(machine.timePassed(at: machine.nextDeadline!) == [])
        #expect(
            machine.resolved([three], at: .seconds(12)) == [
                .open(handle: 4, address: three, resuming: Trace.credentials)
            ])
    }

    @Test func networkConnectionMayTakeASecondAndTheAnswerTwoThirdsOfTheTimeout() {
        var machine = Trace.machine()
        _ = machine.started(at: .zero)
        _ = machine.resolved([one], at: .zero)
        _ = machine.opened(1, at: .zero)
        #expect(machine.nextDeadline == .milliseconds(10))
        #expect(machine.timePassed(at: .milliseconds(10)) == [.probe(handle: 1)])
        #expect(machine.probed(1, .connecting, at: .milliseconds(990)) == [])
        #expect(machine.probed(1, .handshaking, at: .milliseconds(995)) == [])
        #expect(machine.probed(1, .handshaking, at: .milliseconds(995) + .seconds(10) * 2 / 3 - .milliseconds(1)) == [])
        #expect(machine.probed(1, .handshaking, at: .milliseconds(995) + .seconds(10) * 2 / 3) == [.retire(handle: 1)])
    }

    @Test func deafAddressIsGivenUpAfterASecond() {
        var machine = Trace.machine()
        _ = machine.started(at: .zero)
        _ = machine.resolved([one, two], at: .zero)
        _ = machine.opened(1, at: .zero)
        #expect(machine.probed(1, .connecting, at: .milliseconds(999)) == [])
        #expect(machine.probed(1, .connecting, at: .seconds(1)) == [.retire(handle: 1)])
    }

    @Test func handleThatCannotBeOpenedCountsAsAKnock() {
        var machine = Trace.machine()
        _ = machine.started(at: .zero)
        _ = machine.resolved([one, two], at: .zero)
        #expect(machine.openingFailed(1, at: .zero) == [.open(handle: 2, address: two, resuming: nil)])
        #expect(machine.openingFailed(2, at: .zero) == [])
        #expect(machine.nextDeadline != nil)
    }

    @Test func connectionCountsOnlyAfterItsSync() {
        var machine = Trace.machine()
        _ = machine.started(at: .zero)
        _ = machine.resolved([one], at: .zero)
        #expect(machine.connected(1, connection: 1, Trace.grant, at: .zero) == [.sync(handle: 1, number: 1)])
        #expect(machine.published == .connecting)
        #expect(machine.syncFailed(1, at: .zero) == [])
        #expect(machine.nextDeadline == .milliseconds(100))
        #expect(machine.timePassed(at: .milliseconds(100)) == [.sync(handle: 1, number: 2)])
        #expect(machine.synced(1, at: .milliseconds(101)) == [])
        #expect(
            machine.synced(2, at: .milliseconds(102)) == [
                .admit(handle: 1, connection: 1), .publish(.connected(Trace.connection(1))),
            ]
        )
        #expect(machine.nextDeadline == nil)
    }

    @Test func reportsOfFormerHandlesAreIgnored() {
        var machine = Trace.connected(to: [one, two])
        let before = machine.phase
        #expect(machine.connectionLost(7, at: .seconds(1)) == [])
        #expect(machine.sessionExpired(7, at: .seconds(1)) == [])
        #expect(machine.authenticationFailed(7, at: .seconds(1)) == [])
        #expect(machine.connected(7, connection: 9, Trace.grant, at: .seconds(1)) == [])
        #expect(machine.opened(1, at: .seconds(1)) == [])
        #expect(machine.retired(1, at: .seconds(1)) == [])
        #expect(machine.spared(1, at: .seconds(1)) == [])
        #expect(machine.closed(1, at: .seconds(1)) == [])
        #expect(machine.phase == before)
    }

    @Test func refusedCredentialsAreTheEnd() {
        var machine = Trace.connected(to: [one])
        #expect(
            machine.authenticationFailed(1, at: .seconds(1)) == [.dismiss, .publish(.failed(.authenticationFailed))]
        )
        #expect(machine.nextDeadline == nil)
    }
}
